package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What the noise sites did during one pass, in the order of the layers. */
public final class Trace {
    private final List<Site> sites = new ArrayList<>();

    /**
     * One noise site.
     *
     * <p>Shapes: both [N, K], or [N, C, H, W] for convolutions.
     *
     * @param path path of the layer
     * @param mean mean of the pre-activation
     * @param logStddev natural logarithm of its standard deviation
     */
    public record Site(String path, Tensor mean, Tensor logStddev) {}

    /** Adds a site; called by layers. */
    public void add(Site site) {
        sites.add(site);
    }

    /** Returns the sites so far. */
    public List<Site> sites() {
        return List.copyOf(sites);
    }
}
