package dev.dither.lab.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.data.DataException;
import dev.dither.lab.key.ExperimentException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionSourceTest {
    private static final String IMAGES =
            "\"images\": [{\"id\": 7, \"file_name\": \"a.jpg\", \"height\": 5}, {\"id\": 9, \"file_name\": \"b.jpg\"}]";
    private static final String ANNOTATIONS =
            "\"annotations\": [{\"image_id\": 9, \"id\": 1, \"caption\": \"A bus.\"}, {\"image_id\": 7, \"id\": 2, \"caption\":"
                    + " \"A dog.\"}, {\"image_id\": 7, \"id\": 3, \"caption\": \"One dog\"}]";
    private static final CocoCaptions PARTED =
            new CocoCaptions(List.of("train.json"), List.of("test.json"), null, "features.npy", "ids.txt");
    private static final CocoCaptions SPLIT =
            new CocoCaptions(List.of("train.json"), List.of(), "split.json", "features.npy", "ids.txt");

    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    /** Three images of two features; those of the caption file are the last and the first of them. */
    private void coco(String captions) throws IOException {
        write("train.json", captions);
        write("test.json", "{" + IMAGES + ", " + ANNOTATIONS + "}");
        write(
                "split.json",
                "{\"images\": [{\"cocoid\": 7, \"split\": \"restval\"}, {\"cocoid\": 9, \"split\": \"test\"}]}");
        write("ids.txt", "9\n8\n7\n");
        Files.write(folder.resolve("features.npy"), CocoFolder.array(3, 2, 1, 2, 3, 4, 5, 6));
    }

    @Test
    void cocoCaptionsMeetTheFeaturesOfTheirImages() throws IOException {
        coco("{" + IMAGES + ", " + ANNOTATIONS + "}");
        CaptionData data = PARTED.load(folder);
        assertThat(data.train().names()).containsExactly("a.jpg", "b.jpg");
        assertThat(data.train().captions()).containsExactly(List.of("A dog.", "One dog"), List.of("A bus."));
        assertThat(data.train().images().features(0)).containsExactly(5, 6);
        assertThat(data.train().images().features(1)).containsExactly(1, 2);
        assertThat(data.checksums()).containsOnlyKeys("train", "test", "trainCaptions", "testCaptions");
    }

    @Test
    void aSplitFileSaysWhichImagesAreForTheTest() throws IOException {
        coco("{" + IMAGES + ", " + ANNOTATIONS + "}");
        CaptionData data = SPLIT.load(folder);
        assertThat(data.train().names()).containsExactly("a.jpg");
        assertThat(data.test().names()).containsExactly("b.jpg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"images\": [ | train.json: line 1, column 13",
                "\"images\": [{\"id\": \"x\"}] | train.json: line 1, column 20: images [0] id: unexpected value; get it again",
                "\"images\": [] | train.json: expected the lists images and annotations; give a COCO caption file",
                "\"images\": [{\"id\": 7}, {\"id\": 7}], \"annotations\": [] | train.json: image 7 is there twice",
                "\"images\": [{\"file_name\": \"a.jpg\"}], \"annotations\": [] | train.json: an image has no id: a.jpg",
                "\"images\": [{\"id\": 7}], \"annotations\": [{\"id\": 4, \"image_id\": 8, \"caption\": \"A\"}] |"
                        + " train.json: annotation 4 is about image 8, which is not among the images",
                "\"images\": [{\"id\": 7}], \"annotations\": [{\"id\": 4, \"image_id\": 7, \"caption\": \" \"}] |"
                        + " train.json: annotation 4 has no caption; leave it out",
                "\"images\": [{\"id\": 7}], \"annotations\": [{\"id\": 4, \"image_id\": 7, \"caption\": \"...\"}] |"
                        + " image image 7 has a caption without a word",
                "\"images\": [{\"id\": 7, \"file_name\": \"a.jpg\"}], \"annotations\": [] | image a.jpg has no caption; leave it out",
                "\"images\": [{\"id\": 6, \"file_name\": \"c.jpg\"}], \"annotations\": [{\"id\": 4, \"image_id\": 6, \"caption\": \"A\"}]"
                        + " | train.json: image 6 (c.jpg) has no features in features.npy; compute them, or leave the image out"
            })
    void captionFilesThatDoNotFitAreRefusedInOneLine(String text, String message) throws IOException {
        coco("{" + text.strip() + "}");
        refuses(PARTED, message);
    }

    private void refuses(CaptionSource source, String message) {
        assertThatThrownBy(() -> source.load(folder))
                .isInstanceOfAny(DataException.class, ExperimentException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void missingFilesAreNamedTogether() {
        refuses(
                SPLIT,
                "no train.json, features.npy, ids.txt, split.json in " + folder + "; what belongs there is in docs/");
    }

    @Test
    void splitsThatDoNotFitAreRefused() throws IOException {
        coco("{" + IMAGES + ", " + ANNOTATIONS + "}");
        write("split.json", "{\"images\": [{\"cocoid\": 7, \"split\": \"other\"}]}");
        refuses(SPLIT, "split.json: image 7: expected a cocoid and a split of train, restval, val or test, got other");
        write("split.json", "{\"images\": [{\"cocoid\": 5, \"split\": \"train\"}]}");
        refuses(SPLIT, "split.json: image 5 is in no caption file");
        write("split.json", "{\"images\": [{\"cocoid\": 7, \"split\": \"train\"}]}");
        refuses(SPLIT, "coco test: no image; check the split");
        assertThatThrownBy(() -> new CocoCaptions(List.of("a"), List.of("b"), "c", "d", "e"))
                .hasMessage("give split or cocoTest, one of the two");
    }

    /** A picture of 2 × 2 pixels, each of its own color. */
    private void picture(String name) throws IOException {
        BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, 0xff0000);
        picture.setRGB(1, 0, 0x000100);
        picture.setRGB(0, 1, 0x000003);
        Files.createDirectories(folder.resolve(name).getParent());
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }

    private void easyVqa(String train) throws IOException {
        write("easy/train/questions.json", train);
        write("easy/test/questions.json", "[[\"what is the blue shape?\", \"circle\", 0]]");
        for (String name :
                List.of("train/images/0", "train/images/1", "train/images/2", "train/images/3", "test/images/0")) {
            picture("easy/" + name + ".png");
        }
    }

    /** Of four pictures, one has both in one question, one in a negated question, one lacks its shape, one its color. */
    @Test
    void answersAboutShapesBecomeCaptions() throws IOException {
        easyVqa("[[\"what color is the circle?\", \"red\", 0], [\"is there a blue shape?\", \"no\", 0],"
                + " [\"is there not a teal shape?\", \"no\", 1], [\"what shape is present?\", \"triangle\", 1],"
                + " [\"is there not a red shape?\", \"yes\", 1], [\"is a gray shape present?\", \"yes\", 2],"
                + " [\"does the image contain a circle?\", \"yes\", 3], [\"is there a red shape?\", \"no\", 3]]");
        CaptionData data = new ShapeCaptions("easy", 1).load(folder);
        assertThat(data.train().names()).containsExactly("picture 0", "picture 1");
        assertThat(data.train().captions().get(0)).hasSize(5).first().isEqualTo("A red circle.");
        assertThat(data.train().captions().get(1)).contains("There is a teal triangle.");
        assertThat(data.test().captions().get(0)).contains("A circle that is blue.");
        assertThat(data.train().images().features(0))
                .containsExactly(1, 0, 0, 0, 0, 1 / 255f, 0, 0, 0, 0, 3 * (1 / 255f), 0);
    }

    /** The mean of four pixels, rounded: 255 / 4, 1 / 4 and 3 / 4. */
    @Test
    void picturesMayShrink() throws IOException {
        easyVqa("[[\"what color is the circle?\", \"red\", 0]]");
        assertThat(new ShapeCaptions("easy", 2).load(folder).train().images().features(0))
                .containsExactly(64 * (1 / 255f), 0, 1 / 255f);
    }

    @Test
    void questionsThatDoNotFitAreRefused() throws IOException {
        easyVqa("[[\"what color is the circle?\", \"red\", 0], [\"what color is the circle?\", \"blue\", 0]]");
        refuses(new ShapeCaptions("easy", 1), "questions.json: picture 0 is both red and blue");
        easyVqa("[[\"what color is the circle?\", \"red\"]]");
        refuses(new ShapeCaptions("easy", 1), "questions.json: expected [question, answer, picture], got [");
        easyVqa("[[\"what color is the circle?\", \"red\", 9]]");
        refuses(new ShapeCaptions("easy", 1), "9.png: ");
        easyVqa("[[\"is it there?\", \"no\", 0]]");
        refuses(new ShapeCaptions("easy", 1), "questions.json: says color and shape of no picture");
        easyVqa("[[\"what color is the circle?\", \"red\", 0]]");
        refuses(new ShapeCaptions("easy", 4), "2 × 2 pixels cannot be shrunk to a 4-th");
        refuses(new ShapeCaptions("gone", 1), "questions.json: no such file; check the path");
    }

    @Test
    void drawnShapesHaveTheColorThatIsSaid() {
        CaptionData data = new DrawnCaptions(60, 5, 12).load(folder);
        assertThat(data.train().size()).isEqualTo(60);
        for (int i = 0; i < 60; i++) {
            float[] pixels = data.train().images().features(i);
            boolean black = data.train().captions().get(i).get(0).contains("black");
            boolean dark = false;
            for (int pixel = 0; pixel < 144; pixel++) {
                dark |= pixels[pixel] == 0 && pixels[144 + pixel] == 0 && pixels[288 + pixel] == 0;
            }
            assertThat(dark).as(data.train().captions().get(i).get(0)).isEqualTo(black);
        }
    }
}
