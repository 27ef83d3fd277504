package dev.dither.lab.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The files of one run: {@code plan.yaml}, {@code manifest.json}, {@code rows.csv}, {@code events.jsonl}, and others in
 * it and its folders.
 *
 * <p>Whole files are written under a temporary name and renamed. Lines are appended; a line without its end, left by a
 * killed process, is ignored on reading and removed by the next append. Appending is safe from several threads.
 */
public final class RunDirectory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper INDENTED = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final Path path;
    private final ReentrantLock writing = new ReentrantLock();

    private RunDirectory(Path path) {
        this.path = path;
    }

    /** Makes {@code runs/id}, or {@code runs/id-2}, {@code runs/id-3} and so on when the name is taken. */
    public static RunDirectory create(Path runs, String id) {
        // absolute first: the normal form of "." is empty, and nothing starts with it
        Path around = runs.toAbsolutePath().normalize();
        Path inside = around.resolve(id).normalize();
        if (!inside.startsWith(around) || inside.equals(around)) {
            throw new RunException("a run's name must stay inside " + runs + ", got '" + id + "'");
        }
        Path wanted = runs.resolve(id).normalize();
        Path parent = Objects.requireNonNull(inside.getParent(), "a path below another has a parent");
        try {
            Files.createDirectories(parent);
        } catch (IOException e) {
            throw RunException.cannot("create", parent, e);
        }
        for (int n = 1; ; n++) {
            Path path = n == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + n);
            try {
                return new RunDirectory(Files.createDirectory(path));
            } catch (FileAlreadyExistsException taken) {
                // on to the next name
            } catch (IOException e) {
                throw RunException.cannot("create", path, e);
            }
        }
    }

    /** Opens a directory that holds at least one of a run's files. */
    public static RunDirectory open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new RunException(path + " is not a directory; expected a run such as runs/demo");
        }
        boolean run = List.of("plan.yaml", "manifest.json", "rows.csv", "events.jsonl").stream()
                .anyMatch(name -> Files.exists(path.resolve(name)));
        if (!run) {
            throw new RunException(path + " is not a run: no plan.yaml, manifest.json, rows.csv or events.jsonl in it");
        }
        return new RunDirectory(path);
    }

    public Path path() {
        return path;
    }

    /** Name of the directory, which is the run's name. */
    public String name() {
        return String.valueOf(path.toAbsolutePath().normalize().getFileName());
    }

    public void plan(Object yamlTree) {
        writeAtomically("plan.yaml", bytes(YAML, yamlTree, "plan.yaml"));
    }

    public void manifest(Map<String, Object> manifest) {
        writeAtomically("manifest.json", bytes(INDENTED, manifest, "manifest.json"));
    }

    public void append(List<Row> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(Csv.line(row)));
        appendText("rows.csv", Csv.HEADER + "\n", lines.toString());
    }

    public void event(Map<String, Object> event) {
        appendText("events.jsonl", "", line(event));
    }

    /** Writes all rows anew. */
    public void rewriteRows(List<Row> rows) {
        StringBuilder lines = new StringBuilder(Csv.HEADER + "\n");
        rows.forEach(row -> lines.append(Csv.line(row)));
        writeAtomically("rows.csv", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes all events anew. */
    public void rewriteEvents(List<Map<String, Object>> events) {
        StringBuilder lines = new StringBuilder();
        events.forEach(event -> lines.append(line(event)));
        writeAtomically("events.jsonl", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String line(Map<String, Object> event) {
        return new String(bytes(JSON, event, "events.jsonl"), StandardCharsets.UTF_8) + "\n";
    }

    public List<Row> rows() {
        String text = text("rows.csv");
        try {
            return Csv.rows(text);
        } catch (RunException e) {
            throw new RunException("cannot read " + file("rows.csv") + ": " + e.getMessage(), e);
        }
    }

    /**
     * The records of another table of the run, header first; none where there is no such file.
     *
     * @param name path of the file below the run, {@code suspicious.csv}
     */
    public List<List<String>> table(String name) {
        return List.copyOf(Csv.parse(text(name)).records());
    }

    public List<Map<String, Object>> events() {
        String text = text("events.jsonl");
        List<Map<String, Object>> events = new ArrayList<>();
        int number = 0;
        for (int from = 0, to; (to = text.indexOf('\n', from)) >= 0; from = to + 1) {
            number++;
            String line = text.substring(from, to);
            if (!line.isBlank()) {
                events.add(map(JSON, line, "events.jsonl, line " + number));
            }
        }
        return List.copyOf(events);
    }

    /** The manifest, empty before it is written. */
    public Map<String, Object> manifest() {
        return map(JSON, text("manifest.json"), "manifest.json");
    }

    /** The resolved experiment, empty before it is written. */
    public Map<String, Object> plan() {
        return map(YAML, text("plan.yaml"), "plan.yaml");
    }

    /**
     * Writes a whole file under a temporary name, then renames it: readers see the old file or the new one.
     *
     * @param name path of the file below the run, {@code models/a.safetensors}
     */
    public void writeAtomically(String name, byte[] content) {
        Path target = file(name);
        Path temporary = Claim.temporary(target);
        writing.lock();
        try {
            Files.createDirectories(target.getParent());
            writeDurably(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(temporary, e);
            throw RunException.cannot("write", target, e);
        } finally {
            writing.unlock();
        }
    }

    /** Renaming does not wait for the bytes: without force, a power cut could leave a whole name on an empty file. */
    private static void writeDurably(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * Waits for the write in progress and lets no other begin, in this process; for its last moments, when the files
     * must stay as they are.
     */
    public void seal() {
        writing.lock();
    }

    /** Removes the directory and everything in it: for a run that could not begin. */
    public void remove() {
        remove(path);
    }

    /** Removes a folder of the run and everything in it, where it is there. */
    public void discard(String name) {
        Path folder = file(name);
        if (Files.exists(folder)) {
            remove(folder);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw RunException.cannot("remove", folder, e);
        }
    }

    private static void discard(Path temporary, IOException cause) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** A file that does not exist reads as empty. */
    private String text(String name) {
        Path file = file(name);
        if (!Files.exists(file)) {
            return "";
        }
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw RunException.cannot("read", file, e);
        }
    }

    /** Adds bytes to the end of a file, all or none. */
    public void append(String name, byte[] addition) {
        append(name, channel -> write(channel, channel.size(), addition));
    }

    private void appendText(String name, String header, String lines) {
        append(name, channel -> {
            long end = completeBytes(channel, name);
            channel.truncate(end);
            String addition = end == 0 ? header + lines : lines;
            write(channel, end, addition.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** A change of an open file. */
    private interface Change {
        void apply(FileChannel channel) throws IOException;
    }

    private void append(String name, Change change) {
        Path file = file(name);
        writing.lock();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            change.apply(channel);
        } catch (IOException e) {
            throw RunException.cannot("write", file, e);
        } finally {
            writing.unlock();
        }
    }

    /** Either all bytes are added, or none when the disk is full. */
    private static void write(FileChannel channel, long start, byte[] addition) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(addition);
        try {
            channel.position(start);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            channel.truncate(start);
            throw e;
        }
    }

    private long completeBytes(FileChannel channel, String name) throws IOException {
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        if (size == 0 || (channel.read(last, size - 1) == 1 && last.get(0) == '\n')) {
            return size;
        }
        String text = text(name);
        int end = name.endsWith(".csv") ? Csv.parse(text).end() : text.lastIndexOf('\n') + 1;
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }

    private Path file(String name) {
        Path relative = Path.of(name);
        boolean inside = !name.isEmpty()
                && !relative.isAbsolute()
                && relative.equals(relative.normalize())
                && !relative.startsWith("..");
        if (!inside) {
            throw new RunException("a run's file must lie in " + path + ", got '" + name + "'");
        }
        return path.resolve(relative);
    }

    private byte[] bytes(ObjectMapper mapper, Object tree, String name) {
        try {
            return mapper.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw RunException.cannot("write", file(name), e);
        }
    }

    private Map<String, Object> map(ObjectMapper mapper, String text, String name) {
        if (text.isBlank()) {
            return Map.of();
        }
        try {
            return mapper.readValue(text, MAP);
        } catch (JsonProcessingException e) {
            throw RunException.cannot("read", path.resolve(name), e);
        }
    }
}
