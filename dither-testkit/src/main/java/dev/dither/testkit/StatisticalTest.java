package dev.dither.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A test, tagged {@code statistical}, of drawn numbers.
 *
 * <p>Its seed is fixed; it states how often a correct subject would fail under another seed, and refuses a planted error.
 */
@Documented
@Test
@Tag("statistical")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface StatisticalTest {}
