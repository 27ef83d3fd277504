package dev.dither.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads schedules: a name, and its settings after colons. */
final class ScheduleText {
    private static final String FORMS = "constant, linear, linear-second-half, cosine, step:0.5,0.75:0.1"
            + " (milestones:factor), caffe-inverse:0.0001:0.75 (gamma:power), warmup:500:cosine (steps:schedule)";

    private ScheduleText() {}

    static Schedule parse(String text) {
        try {
            return parts(text.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
        } catch (NumberFormatException | UnknownForm e) {
            throw new IllegalArgumentException("unknown schedule \"" + text + "\"; known forms: " + FORMS);
        }
    }

    private static Schedule parts(String text) {
        String name = text.split(":", 2)[0];
        List<String> settings = settings(text, name.equals("warmup") ? 3 : -1);
        return switch (name + " " + settings.size()) {
            case "constant 0" -> Schedule.CONSTANT;
            case "linear 0" -> Schedule.LINEAR;
            case "linear-second-half 0" -> Schedule.LINEAR_SECOND_HALF;
            case "cosine 0" -> Schedule.COSINE;
            case "step 2" -> new Schedule.Step(fractions(settings.get(0)), number(settings.get(1)));
            case "caffe-inverse 2" -> new Schedule.CaffeInverse(number(settings.get(0)), number(settings.get(1)));
            case "warmup 2" -> new Schedule.Warmup(Long.parseLong(settings.get(0)), parts(settings.get(1)));
            default -> throw new UnknownForm();
        };
    }

    private static List<String> settings(String text, int limit) {
        List<String> parts = Arrays.asList(text.split(":", limit));
        return parts.subList(1, parts.size());
    }

    private static List<Double> fractions(String text) {
        return Arrays.stream(text.split(",", -1)).map(ScheduleText::fraction).toList();
    }

    /** Reads {@code 0.3} or {@code 60/200}. */
    private static double fraction(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? number(text) : number(text.substring(0, slash)) / number(text.substring(slash + 1));
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private static final class UnknownForm extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
