package dev.dither.lab.source;

import dev.dither.caption.CaptionedImages;
import dev.dither.lab.key.ExperimentException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a study of captions trains and judges on.
 *
 * @param train images to train on
 * @param test images to write captions about
 */
public record CaptionData(CaptionedImages train, CaptionedImages test) {
    /** Returns the first images of both parts, all of them for 0. */
    public CaptionData first(int trainImages, int testImages) {
        return new CaptionData(first(train, trainImages, "trainImages"), first(test, testImages, "testImages"));
    }

    private static CaptionedImages first(CaptionedImages all, int count, String key) {
        if (count > all.size()) {
            throw new ExperimentException(
                    key + " is " + count + ", but " + all.images().name() + " has " + all.size());
        }
        return count == 0 ? all : all.subset(IntStream.range(0, count).toArray());
    }

    /** Returns the SHA-256 of images and of captions, for a manifest. */
    public Map<String, String> checksums() {
        Map<String, String> checksums = new TreeMap<>();
        checksums.put("train", train.images().sha256());
        checksums.put("test", test.images().sha256());
        checksums.put("trainCaptions", sha256(train));
        checksums.put("testCaptions", sha256(test));
        return checksums;
    }

    private static String sha256(CaptionedImages of) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            of.captions()
                    .forEach(captions ->
                            digest.update((String.join("\n", captions) + "\n\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
