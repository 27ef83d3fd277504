package dev.dither.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Checks the guards of a record's constructor. */
public final class RecordCheck {
    private RecordCheck() {}

    /** Returns the names of the components of type double. */
    static List<String> numbers(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> component.getType() == double.class)
                .map(RecordComponent::getName)
                .toList();
    }

    /**
     * Checks that NaN is refused in every component of type double, by a message with its name and value.
     *
     * @param record a valid one; its other values are used as they are
     * @throws AssertionError if NaN is taken, or refused with less than its name
     */
    public static void refusesNaN(Record record) {
        for (String name : numbers(record)) {
            assertThat(catchThrowable(() -> rebuilt(record, name)))
                    .as("refusal of %s with %s = NaN", record.getClass().getSimpleName(), name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(name, "NaN");
        }
    }

    private static void rebuilt(Record record, String name) throws Throwable {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            components[i].getAccessor().setAccessible(true);
            values[i] = components[i].getName().equals(name)
                    ? (Object) Double.NaN
                    : components[i].getAccessor().invoke(record);
        }
        Constructor<?> constructor = record.getClass().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        try {
            constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
