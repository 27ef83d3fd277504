package dev.dither.nn;

import dev.dither.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What the noise sites did during one pass: random activations and random weights, each in the order of the layers. */
public final class Trace {
    private static final Observer NOBODY = (path, output) -> {};

    private final List<Site> sites = new ArrayList<>();
    private final List<Weights> weights = new ArrayList<>();
    private final Observer observer;

    /** Notes noise sites alone. */
    public Trace() {
        this(NOBODY);
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
     * One site of random activations.
     *
     * <p>Shapes: both [N, K], or [N, C, H, W] for convolutions.
     *
     * @param path path of the layer
     * @param mean mean of the pre-activation
     * @param logStddev natural logarithm of its standard deviation
     */
    public record Site(String path, Tensor mean, Tensor logStddev) {
        private Site ofDraw(int draw, int draws) {
            long each = mean.shape().size(0) / draws;
            return new Site(path, mean.narrow(0, draw * each, each), logStddev.narrow(0, draw * each, each));
        }
    }

    /** Random weights of one layer. */
    public sealed interface Weights {
        /** Returns the path of the layer. */
        String path();

        /**
         * Weights with mean 0 and a trained scale, whose divergence from a prior without a scale of its own is constant.
         *
         * @param path path of the layer
         */
        record ZeroMean(String path) implements Weights {}

        /**
         * Independent weights N(μ, α μ²).
         *
         * <p>Shapes: μ [units, …]; log α [1] for the layer, [units], or as μ.
         *
         * @param path path of the layer
         * @param mean μ
         * @param logAlpha log α, clipped as {@link Posterior} says
         */
        record GaussianDropout(String path, Tensor mean, Tensor logAlpha) implements Weights {}
    }

    /** Adds random weights; called by layers. */
    public void add(Weights drawn) {
        weights.add(drawn);
    }

    /** Returns the random weights so far. */
    public List<Weights> weights() {
        return List.copyOf(weights);
    }

    /** Adds a site; called by layers. */
    public void add(Site site) {
        sites.add(site);
    }

    /**
     * Returns what one of several draws of a pass did: its rows of each site, and all random weights.
     *
     * @param draw its place among the draws, from 0
     * @param draws how many draws the pass made
     */
    public Trace ofDraw(int draw, int draws) {
        Trace one = new Trace();
        sites.forEach(site -> one.add(site.ofDraw(draw, draws)));
        weights.forEach(one::add);
        return one;
    }

    /** Returns whether somebody sees what leaves each layer. */
    boolean isObserved() {
        return observer != NOBODY;
    }

    /** Shows what left a layer; called by what runs layers one after another. */
    void left(String path, Tensor output) {
        observer.left(path, output);
    }

    /** Returns the sites so far. */
    public List<Site> sites() {
        return List.copyOf(sites);
    }

    /**
     * Returns the sites so far, for a penalty on their noise.
     *
     * @throws IllegalArgumentException if there are none
     */
    public List<Site> requiredSites(String penalty) {
        if (sites.isEmpty()) {
            throw new IllegalArgumentException(penalty + " needs at least one noise site, the pass has none;"
                    + " add a stochastic layer or drop the penalty");
        }
        return sites();
    }
}
