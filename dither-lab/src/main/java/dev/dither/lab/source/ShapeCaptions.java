package dev.dither.lab.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dither.caption.CaptionedImages;
import dev.dither.data.DataException;
import dev.dither.data.KnownData;
import dev.dither.data.PictureFiles;
import dev.dither.lab.key.Default;
import dev.dither.lab.key.Require;
import dev.dither.language.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Captions of the pictures of easy-VQA, made from what its questions and answers say of color and shape: {@link ShapeSentences}.
 *
 * <p>A picture whose questions do not tell both is left out: a no says what it is not.
 *
 * @param pictures easy-vqa, or a folder with {@code train} and {@code test}, each with {@code questions.json} and the folder {@code images}
 * @param shrink how many pixels along each side become one, by their average
 */
public record ShapeCaptions(String pictures, @Default("1") int shrink) implements CaptionSource {

    /** Checks. */
    public ShapeCaptions {
        Require.that(pictures != null && !pictures.isBlank(), "pictures is missing");
        Require.that(shrink >= 1, "shrink must be at least 1, got " + shrink);
    }

    @Override
    public CaptionData load(Path dataDir) {
        Path folder = pictures.equals(KnownData.EASY_VQA.id())
                ? KnownData.EASY_VQA.verified(dataDir)
                : dataDir.resolve(pictures);
        return new CaptionData(part(folder, "train"), part(folder, "test"));
    }

    private CaptionedImages part(Path folder, String part) {
        Path questions = folder.resolve(part).resolve("questions.json");
        Map<Integer, Facts> known = new TreeMap<>();
        for (JsonNode entry : JsonFile.read(questions, JsonNode[].class)) {
            if (!(entry.size() == 3 && entry.get(2).isInt())) {
                throw new DataException(questions + ": expected [question, answer, picture], got " + entry);
            }
            known.merge(
                    entry.get(2).asInt(),
                    Facts.of(entry.get(0).asText(), entry.get(1).asText()),
                    (a, b) -> a.and(b, questions + ": picture " + entry.get(2)));
        }
        known.values().removeIf(facts -> facts.color.isEmpty() || facts.shape.isEmpty());
        if (known.isEmpty()) {
            throw new DataException(questions + ": says color and shape of no picture; get it again");
        }
        Path images = folder.resolve(part).resolve("images");
        List<Path> files =
                known.keySet().stream().map(id -> images.resolve(id + ".png")).toList();
        return new CaptionedImages(
                PictureFiles.read(folder.getFileName() + " " + part, files, shrink),
                known.keySet().stream().map(id -> "picture " + id).toList(),
                known.values().stream()
                        .map(facts -> ShapeSentences.of(facts.color, facts.shape))
                        .toList());
    }

    /** What is known of a picture, empty where nothing is. */
    private record Facts(String color, String shape) {
        static Facts of(String question, String answer) {
            List<String> words = Words.of(question);
            boolean negated = words.contains("not") || words.contains("no");
            boolean denied = answer.equals(negated ? "yes" : "no");
            List<String> said = denied ? List.of() : words;
            return new Facts(one(ShapePicture.COLORS, answer, said), one(ShapePicture.SHAPES, answer, said));
        }

        private static String one(List<String> known, String answer, List<String> said) {
            return known.stream()
                    .filter(word -> word.equals(answer) || said.contains(word))
                    .findFirst()
                    .orElse("");
        }

        Facts and(Facts more, String where) {
            return new Facts(agreed(color, more.color, where), agreed(shape, more.shape, where));
        }

        private static String agreed(String a, String b, String where) {
            if (!a.isEmpty() && !b.isEmpty() && !a.equals(b)) {
                throw new DataException(where + " is both " + a + " and " + b + "; get the questions again");
            }
            return a.isEmpty() ? b : a;
        }
    }
}
