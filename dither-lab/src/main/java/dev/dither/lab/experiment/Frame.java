package dev.dither.lab.experiment;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of {@link Study} have, as keys at their top level: name, and how it is judged.
 *
 * @param id name of the experiment and of its run; that of the file where it does not say
 * @param part which part of an experiment of several plans this is, or empty
 * @param title heading of its report; the id where there is none
 * @param scale smoke, small or paper, or empty: which of the file's scales this is
 * @param only the methods that this run trains, empty for all; figures and rules may name the others
 * @param published figures of the paper
 * @param accept rule of the verdict, or absent
 * @param claims further rules, judged and told beside the verdict without changing it
 * @param expected status that the verdict is known to have at this scale, or absent
 */
public record Frame(
        String id,
        @Default("''") String part,
        @Default("''") String title,
        @Default("''") String scale,
        @Default("[]") List<String> only,
        @Default("[]") List<Published> published,
        @Default("null") @Nullable Accept accept,
        @Default("[]") List<Accept> claims,
        @Default("null") Verdict.@Nullable Status expected) {
    /** Copies and checks. */
    public Frame {
        Require.that(id != null && !id.isBlank(), "id is missing");
        Require.that(part.matches("[\\w-]*"), "part must be of letters, digits, _ and -, got " + part);
        title = title == null || title.isBlank() ? id : title;
        only = Study.copied(only);
        published = Study.copied(published);
        claims = Study.copied(claims);
    }

    /** Refuses a study of nothing, and choices and rules that name methods that are not there. */
    void requireFit(@Nullable Map<String, ?> methods, int seeds) {
        Require.that(seeds >= 1, "seeds must be at least 1, got " + seeds);
        Require.that(methods != null && !methods.isEmpty(), "methods must name at least one method");
        Collection<String> names = Objects.requireNonNull(methods).keySet();
        Require.that(
                methods.values().stream().allMatch(Objects::nonNull),
                "methods must be mappings: write {} for a method without keys");
        requireNames(names, "only", only);
        requireNames(names, "accept.order", accept == null ? List.of() : accept.order());
        claims.forEach(claim -> requireNames(names, "claims.order", claim.order()));
    }

    private static void requireNames(Collection<String> methods, String key, List<String> names) {
        Require.that(methods.containsAll(names), key + " must name methods, which are " + methods + ", got " + names);
    }
}
