package dev.dither.lab.experiment;

import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import dev.dither.lab.run.SafeTensors;
import dev.dither.labels.TransitionMatrix;
import dev.dither.tensor.Shape;
import dev.dither.train.Checkpoint;
import dev.dither.train.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the training of a cell stands: enough to go on bit by bit. It is the file {@code checkpoint/cell.safetensors}
 * of a run; members of an ensemble that are trained lie in files of their own beside it, until the cell has its rows.
 *
 * @param cell the cell
 * @param stage which of its trainings
 * @param estimate the transition matrix that the stage before gave, empty where there is none
 * @param standing its newest and its best values; the optimizer memory of the best ones is not kept on disk, since nothing
 *     is trained from them
 */
record CellState(CellId cell, Stage stage, Optional<TransitionMatrix> estimate, Standing standing) {
    private static final String FILE = "checkpoint/cell.safetensors";
    private static final String ESTIMATE = "estimate";
    private static final String LAST = "last/";
    private static final String BEST = "best/";
    private static final String PARAMETERS = "parameters/";
    private static final String BUFFERS = "buffers/";
    private static final String OPTIMIZER = "optimizer/";

    /** Returns how many epochs of a stage are over. */
    int epochsDone(int ofStage) {
        return ofStage < stage.number() ? Integer.MAX_VALUE : ofStage == stage.number() ? last().epoch() : 0;
    }

    Checkpoint last() {
        return standing.last();
    }

    Checkpoint best() {
        return standing.best();
    }

    void write(RunDirectory run) {
        write(run, FILE);
    }

    /** Writes it as that of a member that is trained. */
    void keep(RunDirectory run) {
        write(run, kept(cell, stage));
    }

    private static String kept(CellId cell, Stage stage) {
        return Bench.folder(cell) + "/" + stage.kind().word() + stage.number() + ".safetensors";
    }

    private void write(RunDirectory run, String name) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("method", cell.method());
        metadata.put("noiseRate", String.valueOf(cell.noiseRate()));
        metadata.put("seed", String.valueOf(cell.seed()));
        stage.write(metadata);
        estimate.ifPresent(matrix -> metadata.put(ESTIMATE, text(matrix)));
        metadata.put("bestScore", String.valueOf(standing.bestScore()));
        position(metadata, LAST, last());
        position(metadata, BEST, best());
        SafeTensors file = new SafeTensors(metadata);
        add(file, LAST + PARAMETERS, last().parameters());
        add(file, LAST + BUFFERS, last().buffers());
        add(file, LAST + OPTIMIZER, last().optimizer());
        add(file, BEST + PARAMETERS, best().parameters());
        add(file, BEST + BUFFERS, best().buffers());
        run.writeAtomically(name, file.bytes());
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
        return Files.exists(path) ? Optional.of(read(path, advice(run))) : Optional.empty();
    }

    /**
     * Reads the state of a member that is trained.
     *
     * @throws RunException if the file is damaged, or not there
     */
    static CellState kept(RunDirectory run, CellId cell, Stage stage) {
        Path path = run.path().resolve(kept(cell, stage));
        if (!Files.exists(path)) {
            throw new RunException(path + ": " + stage.words() + " is trained, but its file is gone; " + advice(run));
        }
        CellState state = read(path, advice(run));
        if (state.cell().equals(cell) && state.stage().equals(stage)) {
            return state;
        }
        throw new RunException(path + ": expected " + stage.words() + " of " + cell.fileStem() + ", got "
                + state.stage().words() + " of " + state.cell().fileStem() + "; " + advice(run));
    }

    private static String advice(RunDirectory run) {
        Path folder = run.path().resolve(FILE).getParent();
        return "delete " + folder + " and resume again: that cell then starts over";
    }

    /** Returns this without the memory of its optimizer, for a network that is trained no further. */
    CellState ended() {
        Checkpoint last = standing.last();
        return new CellState(
                cell,
                stage,
                estimate,
                new Standing(withoutOptimizer(last), withoutOptimizer(standing.best()), standing.bestScore()));
    }

    private static Checkpoint withoutOptimizer(Checkpoint of) {
        return new Checkpoint(of.epoch(), of.steps(), of.parameters(), of.buffers(), Map.of());
    }

    private static CellState read(Path path, String advice) {
        SafeTensors file = SafeTensors.read(path, advice);
        try {
            Map<String, String> metadata = file.metadata();
            CellId cell = new CellId(
                    text(metadata, "method"),
                    Double.parseDouble(text(metadata, "noiseRate")),
                    Long.parseLong(text(metadata, "seed")));
            Map<String, float[]> optimizer = arrays(file, LAST + OPTIMIZER);
            return new CellState(
                    cell,
                    Stage.read(metadata),
                    Optional.ofNullable(metadata.get(ESTIMATE)).map(CellState::matrix),
                    new Standing(
                            checkpoint(file, LAST, optimizer),
                            checkpoint(file, BEST, optimizer),
                            Double.parseDouble(text(metadata, "bestScore"))));
        } catch (IllegalArgumentException e) {
            throw new RunException(path + ": no checkpoint of this version: " + e.getMessage() + "; " + advice, e);
        }
    }

    /** Decimals, since the file's numbers have 32 bits: they give the same 64 bits again. */
    private static String text(TransitionMatrix matrix) {
        return Arrays.stream(matrix.toArray()).map(Arrays::toString).collect(Collectors.joining(";"));
    }

    private static TransitionMatrix matrix(String text) {
        return TransitionMatrix.of(Arrays.stream(text.split(";"))
                .map(row -> Arrays.stream(row.substring(1, row.length() - 1).split(", "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new));
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
