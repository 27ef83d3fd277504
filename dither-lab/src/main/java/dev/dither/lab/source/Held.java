package dev.dither.lab.source;

import dev.dither.data.Examples;
import dev.dither.data.Split;
import dev.dither.lab.key.ExperimentException;
import dev.dither.rng.RandomKey;
import dev.dither.rng.Stream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Test examples held out of files that have none of their own: the same ones whatever the seed. */
final class Held {
    private static final double FRACTION = 0.2;
    private static final RandomKey KEY = RandomKey.root(0).child(Stream.SPLIT).child("test");

    private Held() {}

    /** Returns the share to hold out, or null where there are test data. */
    static @Nullable Double fraction(@Nullable String test, @Nullable Double stated) {
        if (test != null && stated != null) {
            throw new IllegalArgumentException("give test or testFraction, not both");
        }
        double fraction = stated == null ? FRACTION : stated;
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("testFraction must be in (0, 1), got " + fraction);
        }
        return test == null ? (Double) fraction : null;
    }

    static LoadedData out(Examples all, double fraction, List<String> classNames) {
        Split split = Split.of(all, fraction, KEY);
        if (split.train().size() == 0 || split.validation().size() == 0) {
            throw new ExperimentException(all.name() + ": " + all.size()
                    + " examples cannot be divided with testFraction " + fraction + "; add examples or give test");
        }
        return LoadedData.of(split.train(), split.validation(), classNames);
    }
}
