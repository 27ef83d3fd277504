package dev.dither.data;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Labels that people gave the training images of CIFAR, mistakes included: CIFAR-10N and CIFAR-100N.
 *
 * <p>Each image of CIFAR-10 was labelled by three people, each image of CIFAR-100 by one. The files are those of {@link
 * KnownData#CIFAR_N}, checked and parsed in their original form. The order is that of the training images.
 *
 * <p>Reference: Wei, Zhu, Cheng, Liu, Niu and Liu, Learning with Noisy Labels Revisited, 2022.
 */
public enum HumanLabels {
    /** CIFAR-10: the majority of the three, at random where they disagree; 9.01 % differ from the label of the image. */
    AGGREGATE(KnownData.CIFAR_10, "aggre_label"),
    /** CIFAR-10: a wrong one of the three where there is one; 40.21 % differ. */
    WORST(KnownData.CIFAR_10, "worse_label"),
    /** CIFAR-10: that of the first person; 17.23 % differ. */
    RANDOM1(KnownData.CIFAR_10, "random_label1"),
    /** CIFAR-10: that of the second person; 18.12 % differ. */
    RANDOM2(KnownData.CIFAR_10, "random_label2"),
    /** CIFAR-10: that of the third person; 17.64 % differ. */
    RANDOM3(KnownData.CIFAR_10, "random_label3"),
    /** CIFAR-100, fine classes: that of the one person; 40.20 % differ. */
    FINE(KnownData.CIFAR_100, "noisy_label");

    private static final int IMAGES = 50_000;
    private static final String CLEAN = "clean_label";

    private final KnownData images;
    private final String set;

    HumanLabels(KnownData images, String set) {
        this.images = images;
        this.set = set;
    }

    /** Returns the set whose training images are labelled. */
    public KnownData images() {
        return images;
    }

    /**
     * Returns the labels of some training images, by their {@linkplain Examples#row rows}.
     *
     * @param train images of the whole training set from the first file on, under their true labels
     * @throws DataException if the file is not there or damaged, or the images are others than those that were labelled
     */
    public int[] of(Examples train, Path dataDir) {
        return of(train, KnownData.CIFAR_N.content(dataDir, fileName()), IMAGES);
    }

    int[] of(Examples train, Content file, int count) {
        int[] given = parsed(file, set, count);
        int[] clean = parsed(file, CLEAN, count);
        int[] labels = new int[train.size()];
        for (int i = 0; i < labels.length; i++) {
            int row = train.row(i);
            DataException.require(
                    row < count && clean[row] == train.label(i),
                    "%s: image %s of %s is not the one that was labelled; the training files of %s must be the first ones,"
                            + " without a gap",
                    file.where(),
                    row,
                    train.name(),
                    images.id());
            labels[i] = given[row];
        }
        return labels;
    }

    private int[] parsed(Content file, String name, int count) {
        int classes = images.classNames().size();
        int[] labels = SavedLabels.parse(file, name, count);
        for (int i = 0; i < count; i++) {
            DataException.require(
                    0 <= labels[i] && labels[i] < classes,
                    "%s: label %s of %s must be in 0 … %s; damaged or another file, get it again",
                    file.where(),
                    i,
                    name,
                    classes - 1);
        }
        return labels;
    }

    private String fileName() {
        return images.id().toUpperCase(Locale.ROOT) + "_human.pt";
    }
}
