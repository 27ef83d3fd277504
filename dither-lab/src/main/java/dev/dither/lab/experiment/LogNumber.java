package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a number, or the natural logarithm of one: {@code 1.3863} or {@code log(4)}. */
final class LogNumber extends StdDeserializer<Double> {
    private static final long serialVersionUID = 1L;
    private static final Pattern LOG = Pattern.compile("log\\((\\d+(?:\\.\\d+)?)\\)");

    LogNumber() {
        super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = String.valueOf(parser.getValueAsString());
        Matcher log = LOG.matcher(text);
        try {
            return log.matches() ? Math.log(Double.parseDouble(log.group(1))) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return refused(context, text);
        }
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
        try {
            return refused(context, "null");
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Double refused(DeserializationContext context, String text) throws IOException {
        return context.reportInputMismatch(this, "expected a number or log(NUMBER), got %s", text);
    }
}
