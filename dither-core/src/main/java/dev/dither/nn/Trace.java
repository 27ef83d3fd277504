package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What the noise sites did during one pass, in the order of the layers. */
public final class Trace {
    private final List<Site> sites = new ArrayList<>();
    private final Observer observer;

    /** Notes noise sites alone. */
    public Trace() {
        this((path, output) -> {});
    }

    /** Notes noise sites, and shows what leaves each layer. */
    public Trace(Observer observer) {
        this.observer = observer;
    }

    /** Who sees the output of every layer of a pass, of those inside residual blocks too. */
    @FunctionalInterface
    public interface Observer {
        /**
         * Sees an output, before the next layer gets it.
         *
         * @param path path of the layer
         * @param output what it gave, a part of the recorded computation; belongs to the scope of the pass
         */
        void left(String path, Tensor output);
    }

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

    /** Shows what left a layer; called by what runs layers one after another. */
    void left(String path, Tensor output) {
        observer.left(path, output);
    }

    /** Returns the sites so far. */
    public List<Site> sites() {
        return List.copyOf(sites);
    }
}
