package dev.dither.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is not there yet, and is written whole or not at all: under a temporary name, then renamed.
 *
 * @param path where it will be
 */
public record NewFile(Path path) {
    /**
     * Makes sure that it can be written, before there is anything to write.
     *
     * @throws RunException in one line, if it is there already or its folder does not take it
     */
    public void requireFree() {
        if (Files.exists(path)) {
            throw new RunException("cannot write " + path + ": it exists; remove it or choose another name");
        }
        try {
            Files.write(temporary(), new byte[0]);
            Files.delete(temporary());
        } catch (IOException e) {
            throw RunException.cannot("write", path, e);
        }
    }

    /**
     * Writes it.
     *
     * @throws RunException in one line, if that fails; then nothing is left behind
     */
    public void write(byte[] content) {
        try {
            Files.write(
                    temporary(),
                    content,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DSYNC);
            Files.move(temporary(), path);
        } catch (IOException e) {
            forget(e);
            throw RunException.cannot("write", path, e);
        }
    }

    private void forget(IOException reason) {
        try {
            Files.deleteIfExists(temporary());
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private Path temporary() {
        return Claim.temporary(path);
    }
}
