package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.tensor.Shape;
import dev.dither.train.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the training of a cell stands: enough to go on bit by bit. It is the file {@code checkpoint/cell.safetensors}
 * of a run.
 *
 * @param cell the cell
 * @param last the newest values
 * @param best the values after the epoch with the best validation accuracy; their optimizer memory is not kept on disk,
 *     since nothing is trained from them
 * @param bestAccuracy that accuracy
 */
record CellState(CellId cell, Checkpoint last, Checkpoint best, double bestAccuracy) {
    private static final String FILE = "checkpoint/cell.safetensors";
    private static final String LAST = "last/";
    private static final String BEST = "best/";
    private static final String PARAMETERS = "parameters/";
    private static final String BUFFERS = "buffers/";
    private static final String OPTIMIZER = "optimizer/";

    /** Returns the state after an epoch; the earlier of two equally good epochs stays the best. */
    static CellState after(Optional<CellState> before, CellId cell, Checkpoint now, double accuracy) {
        boolean better = before.isEmpty() || accuracy > before.get().bestAccuracy();
        return better
                ? new CellState(cell, now, now, accuracy)
                : new CellState(cell, now, before.get().best(), before.get().bestAccuracy());
    }

    void write(RunDirectory run) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("method", cell.method());
        metadata.put("noiseRate", String.valueOf(cell.noiseRate()));
        metadata.put("seed", String.valueOf(cell.seed()));
        metadata.put("bestAccuracy", String.valueOf(bestAccuracy));
        position(metadata, LAST, last);
        position(metadata, BEST, best);
        SafeTensors file = new SafeTensors(metadata);
        add(file, LAST + PARAMETERS, last.parameters());
        add(file, LAST + BUFFERS, last.buffers());
        add(file, LAST + OPTIMIZER, last.optimizer());
        add(file, BEST + PARAMETERS, best.parameters());
        add(file, BEST + BUFFERS, best.buffers());
        run.writeAtomically(FILE, file.bytes());
    }

    private static void position(Map<String, String> metadata, String prefix, Checkpoint checkpoint) {
        metadata.put(prefix + "epoch", String.valueOf(checkpoint.epoch()));
        metadata.put(prefix + "steps", String.valueOf(checkpoint.steps()));
    }

    private static void add(SafeTensors file, String prefix, Map<String, float[]> arrays) {
        arrays.forEach((name, values) -> file.with(prefix + name, Shape.of(values.length), values));
    }

    /**
     * Reads the state in a run directory, empty before the first epoch of the run.
     *
     * @throws RunException if the file is damaged
     */
    static Optional<CellState> read(RunDirectory run) {
        Path path = run.path().resolve(FILE);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        String advice = "delete " + path.getParent() + " and resume again: that cell then starts over";
        SafeTensors file = SafeTensors.read(path, advice);
        try {
            Map<String, String> metadata = file.metadata();
            CellId cell = new CellId(
                    text(metadata, "method"),
                    Double.parseDouble(text(metadata, "noiseRate")),
                    Long.parseLong(text(metadata, "seed")));
            Map<String, float[]> optimizer = arrays(file, LAST + OPTIMIZER);
            return Optional.of(new CellState(
                    cell,
                    checkpoint(file, LAST, optimizer),
                    checkpoint(file, BEST, optimizer),
                    Double.parseDouble(text(metadata, "bestAccuracy"))));
        } catch (IllegalArgumentException e) {
            throw new RunException(path + ": no checkpoint of this version: " + e.getMessage() + "; " + advice, e);
        }
    }

    private static Checkpoint checkpoint(SafeTensors file, String prefix, Map<String, float[]> optimizer) {
        return new Checkpoint(
                Integer.parseInt(text(file.metadata(), prefix + "epoch")),
                Long.parseLong(text(file.metadata(), prefix + "steps")),
                arrays(file, prefix + PARAMETERS),
                arrays(file, prefix + BUFFERS),
                optimizer);
    }

    private static Map<String, float[]> arrays(SafeTensors file, String prefix) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        file.arrays().forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                arrays.put(name.substring(prefix.length()), values);
            }
        });
        return arrays;
    }

    private static String text(Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return text;
    }
}
