package dev.dither.lab.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dither.data.DataException;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Keys;
import dev.dither.lab.source.DataSource;
import dev.dither.optim.Schedule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An experiment file in YAML: a plan, under {@code scales} what differs at each scale, and under {@code parts} what differs
 * in each of its plans, where one plan cannot hold all that the experiment asks.
 */
public final class ExperimentFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(schedulesAsText())
            .build();

    private static final String DATA = "data";
    private static final String KIND = "kind";
    private static final Map<String, Class<? extends Study>> KINDS = Map.of(
            "reinforcement",
            ReinforcementPlan.class,
            "divergences",
            DivergencePlan.class,
            "continual",
            ContinualPlan.class,
            "captioning",
            CaptioningPlan.class);
    private static final String PARTS = "parts";
    private static final List<String> PATHS = List.of("csv", "images", "test");

    private final String name;
    private final Path folder;
    private final ObjectNode base;
    private final JsonNode scales;
    private final JsonNode parts;

    private ExperimentFile(String name, Path folder, ObjectNode tree) {
        this.name = name;
        this.folder = folder;
        this.base = tree;
        this.scales = section("scales");
        this.parts = section(PARTS);
    }

    private JsonNode section(String key) {
        JsonNode found = base.remove(key);
        if (found == null || found instanceof NullNode) {
            return YAML.createObjectNode();
        }
        if (!found.isObject()) {
            throw new ExperimentException(name + ": " + key + ": expected a mapping of names to keys and values");
        }
        return found;
    }

    /** Reads a file; paths in it are relative to its folder. */
    public static ExperimentFile read(Path path) {
        try {
            Path folder = path.toAbsolutePath().resolve("..").normalize();
            return parse(path.toString(), folder, Files.readString(path, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ExperimentException(path + ": cannot be read; give the path of an experiment file");
        }
    }

    /** Parses the text of a file called {@code name}; paths in it are relative to the current directory. */
    public static ExperimentFile parse(String name, String text) {
        return parse(name, Path.of("").toAbsolutePath(), text);
    }

    private static ExperimentFile parse(String name, Path folder, String text) {
        try {
            if (!(YAML.readTree(text) instanceof ObjectNode tree)) {
                throw new ExperimentException(name + ": expected a mapping of keys to values");
            }
            if (!tree.has("id")) {
                tree.put("id", stem(name));
            }
            return new ExperimentFile(name, folder, tree);
        } catch (JsonProcessingException e) {
            throw new ExperimentException(name + ": not YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("")
                    + (e.getLocation() == null
                            ? ""
                            : ", line " + e.getLocation().getLineNr()));
        }
    }

    private static String stem(String name) {
        String file = name.endsWith(".yaml") ? String.valueOf(Path.of(name).getFileName()) : name;
        return file.replaceFirst("\\.yaml$", "");
    }

    /** Returns the names of the scales, as in the file. */
    public List<String> scales() {
        return names(scales);
    }

    /** Returns the names of the parts, none where the file is one plan. */
    public List<String> parts() {
        return names(parts);
    }

    private static List<String> names(JsonNode mapping) {
        List<String> names = new ArrayList<>();
        mapping.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Returns the studies of all parts at a scale, or the one study of a file without parts. */
    public List<Study> studies(String scale, Map<String, String> overrides) {
        return parts.isEmpty()
                ? List.of(study(scale, overrides))
                : parts().stream().map(part -> study(part, scale, overrides)).toList();
    }

    /** Returns the {@link #study(String, Map)} of a file about networks that classify. */
    public Plan plan(String scale, Map<String, String> overrides) {
        return classifying(study(scale, overrides));
    }

    /** Returns the {@link #study(String, String, Map)} of a file about networks that classify. */
    public Plan plan(String part, String scale, Map<String, String> overrides) {
        return classifying(study(part, scale, overrides));
    }

    private Plan classifying(Study study) {
        if (study instanceof Plan plan) {
            return plan;
        }
        throw new ExperimentException(name + ": is not about networks that classify; leave the key kind out");
    }

    /**
     * Returns the study at a scale of a file without parts.
     *
     * @param scale name of a scale, or empty for the file as it stands
     * @param overrides values by dotted path, {@code training.epochs}; they win over everything
     */
    public Study study(String scale, Map<String, String> overrides) {
        if (!parts.isEmpty()) {
            throw new ExperimentException(name + ": has the parts " + parts() + "; choose one: --part NAME");
        }
        return study("", scale, overrides);
    }

    /**
     * Returns the study of a part at a scale. What the part says wins over the file, the scale over both, and what the scale
     * says about the part over that.
     *
     * @param part name of a part, or empty for a file without parts
     */
    public Study study(String part, String scale, Map<String, String> overrides) {
        ObjectNode tree = base.deepCopy();
        merge(tree, named("part", parts, part));
        ObjectNode changes = named("scale", scales, scale);
        JsonNode ofParts = changes.remove(PARTS);
        merge(tree, changes);
        if (ofParts != null) {
            names(ofParts).forEach(known -> named("part", parts, known));
            merge(tree, ofParts.path(part));
        }
        if (!scale.isEmpty()) {
            tree.put("scale", scale);
        }
        if (!part.isEmpty()) {
            tree.put("part", part);
            tree.put("title", tree.path("title").asText(tree.path("id").asText()) + ": " + part);
        }
        Class<? extends Study> kind = kind(tree);
        Keys.fill(tree, kind);
        overrides.forEach((path, value) -> set(tree, path, value));
        return bind(tree, kind);
    }

    private Class<? extends Study> kind(ObjectNode tree) {
        if (!tree.has(KIND)) {
            return Plan.class;
        }
        String word = tree.get(KIND).asText();
        Class<? extends Study> kind = KINDS.get(word);
        if (kind == null) {
            throw new ExperimentException(name + ": kind: expected one of " + new TreeSet<>(KINDS.keySet()) + ", got "
                    + word + "; leave the key out for networks that classify");
        }
        return kind;
    }

    /** Returns a study as a tree of plain maps, for writing. */
    public static Map<?, ?> tree(Study study) {
        return YAML.convertValue(study, Map.class);
    }

    private static SimpleModule schedulesAsText() {
        return new SimpleModule()
                .addSerializer(Schedule.class, ToStringSerializer.instance)
                .addDeserializer(Schedule.class, new StdDelegatingDeserializer<>(new StdConverter<String, Schedule>() {
                    @Override
                    public Schedule convert(String text) {
                        return Schedule.parse(text);
                    }
                }));
    }

    /** Returns a copy of what a mapping has under a name, nothing for the empty name. */
    private ObjectNode named(String what, JsonNode mapping, String key) {
        if (key.isEmpty()) {
            return YAML.createObjectNode();
        }
        if (!mapping.has(key)) {
            throw new ExperimentException(name + ": no " + what + " " + key + "; it has " + names(mapping));
        }
        return mapping.get(key) instanceof ObjectNode found ? found.deepCopy() : YAML.createObjectNode();
    }

    private static void merge(ObjectNode target, JsonNode changes) {
        changes.properties().forEach(change -> {
            JsonNode old = target.get(change.getKey());
            if (old instanceof ObjectNode node && change.getValue().isObject()) {
                merge(node, change.getValue());
            } else {
                target.set(change.getKey(), change.getValue());
            }
        });
    }

    private void set(ObjectNode tree, String path, String value) {
        String[] keys = path.split("\\.", -1);
        ObjectNode node = tree;
        for (int i = 0; i + 1 < keys.length; i++) {
            if (node.get(keys[i]) instanceof NullNode) {
                node.putObject(keys[i]); // a section that is absent begins with the first of its keys
            }
            if (!(node.get(keys[i]) instanceof ObjectNode child)) {
                throw new ExperimentException("--set " + path + ": no mapping " + keys[i] + " in " + name);
            }
            node = child;
        }
        try {
            node.set(keys[keys.length - 1], YAML.readTree(value));
        } catch (JsonProcessingException e) {
            throw new ExperimentException("--set " + path + ": not a YAML value: " + value);
        }
    }

    private Study bind(ObjectNode tree, Class<? extends Study> kind) {
        if (tree.get("methods") instanceof ObjectNode methods) {
            Sweep.expand(name, methods);
        }
        Keys.fill(tree, kind);
        Keys.check(name, tree, kind, "");
        if (tree.get(DATA) instanceof ObjectNode mapping) {
            PATHS.forEach(key -> resolve(mapping, key));
        }
        DataSource.spellOut(tree, DATA);
        try {
            return YAML.treeToValue(tree, kind);
        } catch (JsonMappingException e) {
            throw new ExperimentException(name + ": " + path(e) + ": " + reason(e));
        } catch (JsonProcessingException e) {
            throw new ExperimentException(name + ": " + e.getOriginalMessage());
        }
    }

    private void resolve(ObjectNode mapping, String key) {
        if (mapping.path(key).isTextual()) {
            Path path = folder.resolve(mapping.get(key).textValue()).normalize();
            mapping.put(key, path.toString());
        }
    }

    private static String reason(JsonMappingException e) {
        Throwable cause = e.getCause();
        String message = cause instanceof IllegalArgumentException || cause instanceof DataException
                ? cause.getMessage()
                : e.getOriginalMessage();
        return message == null ? "not understood" : message.lines().findFirst().orElse("not understood");
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
                .collect(Collectors.joining("."));
    }
}
