package dev.dither.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs contracts on subjects with a planted defect. */
final class Planted {
    private Planted() {}

    static Events run(Class<?> contract) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
    }

    /** Names of the tests that fail, in alphabetical order. */
    static List<String> failures(Class<?> contract) {
        return run(contract)
                .failed()
                .map(Event::getTestDescriptor)
                .map(Planted::method)
                .sorted()
                .toList();
    }

    private static String method(TestDescriptor test) {
        return ((MethodSource) test.getSource().orElseThrow()).getMethodName();
    }
}
