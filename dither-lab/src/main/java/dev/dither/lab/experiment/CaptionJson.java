package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dither.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reader of data files in JSON; what is wrong in one is told in one line with its place. */
final class CaptionJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CaptionJson() {}

    /**
     * Reads a file; keys that the type does not have are passed over.
     *
     * @throws DataException in one line, if it is missing, damaged or of another form
     */
    static <T> T read(Path file, Class<T> type) {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readValue(in, type);
        } catch (JsonProcessingException e) {
            throw new DataException(file + ": " + place(e.getLocation()) + ": " + wrong(e), e);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file; check the path", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e.getMessage() + "); check it", e);
        }
    }

    private static String place(JsonLocation at) {
        return at == null ? "somewhere" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Returns what is wrong; that of a file which is no JSON may stand behind where the reader was. */
    private static String wrong(JsonProcessingException e) {
        boolean form = e instanceof JsonMappingException && !(e.getCause() instanceof StreamReadException);
        return form
                ? path((JsonMappingException) e) + ": " + expected((JsonMappingException) e) + "; correct it"
                : "not JSON: " + reason(e) + "; get it again";
    }

    private static String expected(JsonMappingException e) {
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            String got =
                    e instanceof InvalidFormatException format ? ", got " + format.getValue() : ", got another form";
            return "expected " + mismatch.getTargetType().getSimpleName() + got;
        }
        return reason(e);
    }

    /** Returns where in the tree, {@code annotations[3].image_id}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            path.append(
                    step.getFieldName() == null
                            ? "[" + step.getIndex() + "]"
                            : (path.isEmpty() ? "" : ".") + step.getFieldName());
        }
        return path.isEmpty() ? "the file" : path.toString();
    }

    /** Returns the message without where its source begins. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("not understood");
        return message.replaceFirst(" \\(for .*", "");
    }
}
