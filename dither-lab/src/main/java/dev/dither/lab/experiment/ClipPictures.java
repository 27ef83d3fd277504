package dev.dither.lab.experiment;

import dev.dither.data.Examples;
import dev.dither.lab.source.Clip;
import dev.dither.lab.source.MovingShapes;
import java.util.List;

/**
 * Pictures of test clips: their frames side by side.
 *
 * @param shapes where the clips are from
 */
record ClipPictures(MovingShapes shapes) implements Evaluation {
    private static final int SHOWN = 12;
    private static final int GAP = 2;
    private static final int WIDTH = Clip.FRAMES * (Clip.SIDE + GAP) - GAP;

    @Override
    public String name() {
        return "clips";
    }

    @Override
    public List<String> headlines() {
        return List.of();
    }

    @Override
    public boolean takesEnsembles() {
        return true;
    }

    @Override
    public Findings evaluate(Trained trained, Bench bench) {
        Findings none = Findings.of(List.of());
        return trained.shown() ? none.with(page(trained.test().size())) : none;
    }

    private Gallery.Page page(int clips) {
        int count = Math.min(SHOWN, clips);
        float[] pixels = new float[count * Clip.SIDE * WIDTH];
        for (int clip = 0; clip < count; clip++) {
            draw(shapes.testClip(clip), pixels, clip * Clip.SIDE * WIDTH);
        }
        int[] shape = {1, Clip.SIDE, WIDTH};
        return Gallery.page(
                "Test clips",
                Clip.FRAMES + " frames side by side; spatial features are of the fourth alone, temporal ones of the"
                        + " differences between neighbors",
                Examples.ofFloats(shapes.name(), shape, pixels, new int[count], 1),
                i -> shapes.className(shapes.label(i)));
    }

    private static void draw(Clip clip, float[] pixels, int offset) {
        for (int i = 0; i < Clip.SIDE * WIDTH; i++) {
            int row = i / WIDTH;
            int frame = i % WIDTH / (Clip.SIDE + GAP);
            int column = i % WIDTH % (Clip.SIDE + GAP);
            pixels[offset + i] = column < Clip.SIDE ? clip.at(frame, row, column) : 1;
        }
    }
}
