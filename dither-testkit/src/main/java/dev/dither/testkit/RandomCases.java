package dev.dither.testkit;

import dev.dither.rng.RandomKey;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * A test that runs on many random cases, made by its body from a parameter of type {@link RandomKey}.
 *
 * <p>The seeds are 1, 2, 3 and so on, always the same; the name of a case says its seed, {@code seed 17}, and
 * {@code @RandomCases(value = 200, only = 17)} runs that case alone. There is no shrinking: keep the cases small.
 */
@Documented
@TestTemplate
@ExtendWith(RandomCases.Cases.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RandomCases {
    /** How many cases there are. */
    int value();

    /** The only seed to run, or 0 for all. */
    long only() default 0;

    /** Makes one invocation for each seed. */
    final class Cases implements TestTemplateInvocationContextProvider {
        /** Registered by the annotation. */
        public Cases() {}

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            RandomCases cases = context.getRequiredTestMethod().getAnnotation(RandomCases.class);
            if (!(cases.value() >= 1 && 0 <= cases.only() && cases.only() <= cases.value())) {
                throw new IllegalArgumentException("random cases: expected 1 or more, and only = 1 … their number, got "
                        + cases.value() + " and only = " + cases.only());
            }
            return LongStream.rangeClosed(1, cases.value())
                    .filter(seed -> cases.only() == 0 || cases.only() == seed)
                    .mapToObj(Case::new);
        }
    }

    /**
     * One case.
     *
     * @param seed its seed
     */
    record Case(long seed) implements TestTemplateInvocationContext, ParameterResolver {
        @Override
        public String getDisplayName(int invocation) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RandomKey.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return RandomKey.root(seed).child(context.getRequiredTestMethod().getName());
        }
    }
}
