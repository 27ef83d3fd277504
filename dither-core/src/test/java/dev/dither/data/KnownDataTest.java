package dev.dither.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.rng.RandomKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownDataTest {
    @TempDir
    Path folder;

    @Test
    void embeddedDigitsHaveThePublishedCounts() {
        DataSet digits = KnownData.DIGITS.load(folder);
        int[] counts = digits.train().classCounts();
        for (int label : digits.test().labels()) {
            counts[label]++;
        }

        assertThat(digits.train().size()).isEqualTo(1297);
        assertThat(digits.test().size()).isEqualTo(500);
        assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    }

    @Test
    void embeddedFashionHoldsTheFirstImages() {
        DataSet fashion = KnownData.FASHION_MINI.load(folder);

        assertThat(fashion.train().size()).isEqualTo(2000);
        assertThat(fashion.test().size()).isEqualTo(500);
        assertThat(fashion.train().exampleShape()).containsExactly(1, 28, 28);
        assertThat(fashion.train().label(0)).isEqualTo(9);
    }

    @Test
    void missingFilesAreNamedWithTheirOrigin() {
        assertThat(KnownData.MNIST.check(folder)).allMatch(status -> status.state() == FileStatus.State.MISSING);
        assertThatThrownBy(() -> KnownData.MNIST.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("train-images-idx3-ubyte.gz", "get it from https://");
    }

    @Test
    void aWrongChecksumIsRefused() throws IOException {
        Path file = Files.createDirectory(folder.resolve("optdigits")).resolve("optdigits.tra");
        Files.writeString(file, "0,".repeat(64) + "3\n");

        assertThat(KnownData.OPTDIGITS.check(folder))
                .extracting(FileStatus::state)
                .containsExactly(FileStatus.State.WRONG_CHECKSUM, FileStatus.State.MISSING);
        assertThatThrownBy(() -> KnownData.OPTDIGITS.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("optdigits.tra", "SHA-256");
    }

    @Test
    void questionsAboutPicturesAreNoSetOfImages() {
        assertThatThrownBy(() -> KnownData.EASY_VQA.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("easy-vqa: questions about pictures");
        assertThatThrownBy(() -> KnownData.EASY_VQA.verified(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("no train/questions.json", "get it from https://github.com/vzhou842/easy-VQA");
        assertThat(KnownData.EASY_VQA.check(folder)).hasSize(5);
    }

    @Test
    void aSplitDividesTheExamples() {
        Examples all = KnownData.DIGITS.load(folder).test();
        Split split = Split.of(all, 0.1, RandomKey.root(1));

        assertThat(split.validation().size()).isEqualTo(50);
        assertThat(split.train().size()).isEqualTo(450);
        int[] counts = split.train().classCounts();
        for (int label : split.validation().labels()) {
            counts[label]++;
        }
        assertThat(counts).containsExactly(all.classCounts());
        assertThat(Split.of(all, 0.1, RandomKey.root(1)).train().labels())
                .containsExactly(split.train().labels());
    }
}
