package dev.dither.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.dither.attack.Attack;
import dev.dither.labels.LabelNoise;
import dev.dither.nn.LayerSpec;
import dev.dither.noise.Distribution;
import dev.dither.objective.LabelLoss;
import dev.dither.objective.Objective;
import dev.dither.optim.Optimizer;
import dev.dither.prune.Criterion;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every implementation the library ships is under its contract; one that is missing is named. */
class CompletenessTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(LayerSpec.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyLayerHasAContract() {
        requireAll(LayerSpec.class, LayersTest.all().map(LayersTest.Case::spec));
    }

    @Test
    void everyDistributionHasAContract() {
        requireAll(Distribution.class, DistributionsTest.members().stream());
    }

    @Test
    void everyOptimizerHasAContract() {
        requireAll(Optimizer.class, OptimizersTest.cases().stream().map(OptimizersTest.Case::optimizer));
    }

    @Test
    void everyObjectiveHasAContract() {
        requireAll(Objective.class, ObjectivesTest.cases().stream());
    }

    @Test
    void everyLossOfLabelsHasAContract() {
        requireAll(LabelLoss.class, ObjectivesTest.labelLosses());
    }

    @Test
    void everyLabelNoiseHasAContract() {
        requireAll(LabelNoise.class, LabelNoisesTest.cases().stream());
    }

    @Test
    void everyAttackHasAContract() {
        requireAll(Attack.class, AttacksTest.cases().stream().map(AttacksTest.Case::attack));
    }

    @Test
    void everyPruningCriterionHasAContract() {
        requireAll(Criterion.class, CriteriaTest.cases().stream());
    }

    @Test
    void everyReaderHasAContract() {
        Set<String> readers = MAIN.stream()
                .filter(type -> type.getPackageName().equals("dev.dither.data"))
                .filter(CompletenessTest::reads)
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(readers).hasSizeGreaterThanOrEqualTo(5);
        assertThat(ReadersTest.cases().stream().map(c -> c.reader().getName())).containsAll(readers);
    }

    /** A missing enum constant counts as much as a missing class. */
    private static void requireAll(Class<?> kind, Stream<?> subjects) {
        Set<String> expected = MAIN.stream()
                .filter(type -> type.isAssignableTo(kind) && !type.isInterface())
                .filter(type -> !type.isAnonymousClass())
                .filter(type -> type.isEnum() || !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .flatMap(CompletenessTest::names)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = subjects.map(CompletenessTest::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(expected).isNotEmpty();
        assertThat(found)
                .as("%s implementations with a contract; add the missing to the tests of this package", kind)
                .containsAll(expected);
    }

    private static Stream<String> names(JavaClass type) {
        return type.isEnum()
                ? Arrays.stream(type.reflect().getEnumConstants()).map(CompletenessTest::name)
                : Stream.of(type.getName());
    }

    private static String name(Object subject) {
        return subject instanceof Enum<?> constant
                ? constant.getDeclaringClass().getName() + "." + constant.name()
                : subject.getClass().getName();
    }

    private static boolean reads(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getMethods().stream()
                        .anyMatch(method -> method.getName().equals("read")
                                && method.getModifiers().contains(JavaModifier.PUBLIC));
    }
}
