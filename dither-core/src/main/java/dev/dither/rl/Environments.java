package dev.dither.rl;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Environments of the published experiments, by name. */
public final class Environments {
    private static final Map<String, Environment> BY_NAME =
            Map.of("CartPole-v0", CartPole.V0, "Acrobot-v1", Acrobot.V1);

    private Environments() {}

    /** Returns all names, sorted. */
    public static Set<String> names() {
        return new TreeMap<>(BY_NAME).keySet();
    }

    /**
     * Returns the environment of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Environment named(String name) {
        Environment found = BY_NAME.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no environment is called " + name + "; there are " + names());
        }
        return found;
    }
}
