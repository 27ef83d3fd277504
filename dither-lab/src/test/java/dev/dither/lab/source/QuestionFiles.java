package dev.dither.lab.source;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import javax.imageio.ImageIO;

/** Small files of questions about pictures, as their publishers write them. */
public record QuestionFiles(Path folder) {
    /** Two training pictures, numbers 3 and 7, of which the first is asked about twice, and a test picture. */
    public QuestionFiles easy() throws IOException {
        write("answers.txt", "yes\nno\nred\n");
        write("train/questions.json", """
                [["is there a red shape?", "yes", 7], ["what color is the shape?", "red", 3],
                 ["is there a circle?", "no", 7]]""");
        write("test/questions.json", "[[\"What color is the big RED shape?\", \"red\", 0]]");
        picture("train/images/3.png", 0xFF0000);
        picture("train/images/7.png", 0x00FF00);
        picture("test/images/0.png", 0x0000FF);
        return this;
    }

    /** Three images of two regions with three features; two questions to train on and two to test on. */
    public QuestionFiles vqa() throws IOException {
        write("q.json", """
                {"info": {"version": "2.0"}, "questions": [
                 {"image_id": 17, "question": "What is it?", "question_id": 170001},
                 {"image_id": 4, "question": "Is it a dog?", "question_id": 40002, "multiple_choices": ["no", "cat", "maybe"]}]}""");
        write("a.json", annotations("cat", "no"));
        write("test-q.json", """
                {"questions": [
                 {"image_id": 4, "question": "What is it?", "question_id": 1, "multiple_choices": ["cat", "no"]},
                 {"image_id": 9, "question": "Is it?", "question_id": 2}]}""");
        write("test-a.json", annotations("cat", "bird").replace("170001", "1").replace("40002", "2"));
        write("ids.txt", "17\n4\n9\n");
        features("features.npy", 3, 2, 3);
        return this;
    }

    /** Questions to train on whose answers are given, each with its answer as a word of its own. */
    public void trainedBy(String... answers) throws IOException {
        StringJoiner questions = new StringJoiner(",", "{\"questions\": [", "]}");
        StringJoiner annotations = new StringJoiner(",", "{\"annotations\": [", "]}");
        for (int i = 0; i < answers.length; i++) {
            questions.add(
                    "{\"image_id\": 17, \"question_id\": " + i + ", \"question\": \"like a " + answers[i] + "?\"}");
            annotations.add(annotation(i, "other", answers[i]));
        }
        write("q.json", questions.toString());
        write("a.json", annotations.toString());
    }

    /** Ten answers each: eight of the given one and two others. */
    private static String annotations(String first, String second) {
        return "{\"annotations\": [" + annotation(170001, "other", first) + "," + annotation(40002, "yes/no", second)
                + "]}";
    }

    private static String annotation(long id, String type, String answer) {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String given = i < 8 ? answer : "a thing";
            answers.append(i == 0 ? "" : ",")
                    .append("{\"answer\": \"" + given + "\", \"answer_confidence\": \"yes\", \"answer_id\": " + i
                            + "}");
        }
        return "{\"question_id\": " + id + ", \"image_id\": 1, \"question_type\": \"what\", \"answer_type\": \"" + type
                + "\", \"multiple_choice_answer\": \"" + answer + "\", \"answers\": [" + answers + "]}";
    }

    public void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private void picture(String name, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, rgb);
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        ImageIO.write(image, "png", file.toFile());
    }

    private void features(String name, int images, int regions, int depth) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + images + ", " + regions + ", " + depth
                + "), }\n";
        int count = images * regions * depth;
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        Files.write(folder.resolve(name), bytes.array());
    }
}
