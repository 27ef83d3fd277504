package dev.dither.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dither.lab.run.RunDirectory;
import dev.dither.lab.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pages of {@code gallery.json}. */
record Pictures() implements Chapter {
    @Override
    public boolean shows(String metric) {
        return false;
    }

    @Override
    public List<Part> parts(RunDirectory run) {
        Path file = run.path().resolve("gallery.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Part> parts = new ArrayList<>();
            new ObjectMapper().readTree(Files.readString(file)).forEach(page -> parts.add(part(page)));
            return parts;
        } catch (IOException e) {
            throw new RunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Part part(JsonNode page) {
        List<Part.Picture> pictures = new ArrayList<>();
        page.path("images")
                .forEach(image -> pictures.add(new Part.Picture(
                        image.path("png").asText(), image.path("caption").asText())));
        return new Part(page.path("title").asText(), page.path("note").asText(), List.of(), List.of(), pictures);
    }
}
