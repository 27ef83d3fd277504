package dev.dither.lab.key;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a key of an experiment file is where the file does not say; the only place that states it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value in YAML; an empty mapping takes the defaults of its own keys. */
    String value();
}
