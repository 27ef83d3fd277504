package dev.dither.lab.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The right to write to a run: one process has it at a time, until it is closed or the process ends.
 *
 * <p>The lock is that of the file {@code checkpoint/lock}, which stays; whether the file exists means nothing.
 */
public final class Claim implements AutoCloseable {
    private static final String PREFIX = ".";
    private static final String SUFFIX = ".tmp";

    private final FileChannel channel;

    private Claim(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims a run, and removes what a killed process left in it under temporary names.
     *
     * @throws RunException if another process has it
     */
    public static Claim of(RunDirectory run) {
        Path file = run.path().resolve("checkpoint").resolve("lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new RunException(run.path() + " is being written by another process; wait for it, or stop it");
            }
            sweep(run.path());
            return new Claim(channel);
        } catch (IOException e) {
            throw RunException.cannot("write", file, e);
        }
    }

    /** Returns the name under which a file is written before it is whole. */
    static Path temporary(Path target) {
        return target.resolveSibling(PREFIX + target.getFileName() + SUFFIX);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void sweep(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Claim::isTemporary).toList()) {
                Files.delete(file);
            }
        }
    }

    private static boolean isTemporary(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX) && Files.isRegularFile(file);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RunException("the lock of a run could not be given back: " + e.getMessage(), e);
        }
    }
}
