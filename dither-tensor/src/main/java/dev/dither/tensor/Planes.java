package dev.dither.tensor;

/**
 * How the planes of a batch of images lie in memory, which may hold several draws of its examples: plane (d · N + n) · C + c is
 * channel c of example n of draw d. A channel of a draw is a group, d · C + c.
 *
 * @param draws number of draws
 * @param examples number of examples of a draw, N
 * @param channels number of channels, C
 * @param area numbers of a plane
 */
record Planes(int draws, int examples, int channels, int area) {
    /** Numbers of neighboring planes that are worth being read at once. */
    private static final int GRAIN = 1 << 10;

    /** Returns those of a batch [draws · N, C, H, W]. */
    static Planes of(org.bytedeco.pytorch.Tensor x, int draws) {
        return new Planes(
                draws,
                Math.toIntExact(x.size(0) / draws),
                Math.toIntExact(x.size(1)),
                Math.toIntExact(x.size(2) * x.size(3)));
    }

    int groups() {
        return draws * channels;
    }

    /** Returns how many numbers a group has. */
    long count() {
        return (long) examples * area;
    }

    /** Returns where in memory the plane of an example of a group begins. */
    int start(int group, int example) {
        int draw = group / channels;
        return ((draw * examples + example) * channels + group % channels) * area;
    }

    /** Does something for runs of neighboring groups; a group is one thread's work. */
    void each(Runs.Work work) {
        Runs.each(groups(), Math.max(1, GRAIN / area), work);
    }
}
