package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
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
        } catch (JsonMappingException e) {
            throw new DataException(
                    file + ": " + place(e.getLocation()) + ": " + path(e) + " is not as expected: " + reason(e), e);
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + ": " + place(e.getLocation()) + ": not JSON: " + reason(e) + "; get it again", e);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file; check the path", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e.getMessage() + "); check it", e);
        }
    }

    private static String place(JsonLocation at) {
        return at == null ? "somewhere" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
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

    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("not understood");
    }
}
