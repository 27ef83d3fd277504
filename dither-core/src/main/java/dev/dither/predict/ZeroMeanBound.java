package dev.dither.predict;

import dev.dither.nn.Network;
import java.util.List;

/**
 * How far a network with Gaussian-dropout weights is at most from the one whose means are 0: what {@link
 * WeightControls#zeroMeans} can change. As α grows the bound falls to 0, and the layer becomes a variance layer.
 *
 * <p>Formula: for weights N(μᵢ, αᵢ μᵢ²) against N(0, αᵢ μᵢ²), d² = P Σᵢ 1 / αᵢ over the weights with μᵢ ≠ 0, MMD ≤ √(2/π) d, and no
 * class probability, averaged over the noise, changes by more than d / √(2π), half of that. P is the number of positions at
 * which a weight is used, 1 for dense layers. With one α for D weights of a dense layer, MMD ≤ √(2D/π) / √α, as published.
 *
 * <p>The reason: two Gaussians with means 0 and m and the same covariance S have total variation 2 Φ(d/2) − 1 ≤ d / √(2π),
 * where d² = mᵀ S⁻¹ m. For independent weights it is a sum, to which each adds μᵢ² / (αᵢ μᵢ²) = 1 / αᵢ: squared distances
 * add up, so weights with different α need no other argument. MMD over functions within ±1 is twice the total variation; a
 * class probability is within [0, 1], so once. Layers that draw outputs rather than weights draw each position by
 * itself; there Cauchy and Schwarz bound the squared distance of one output by Σ 1 / α over the weights that lead into it, and
 * positions add up like weights. Noise that comes after other noise is at most as far whatever that was, so layers add up too.
 *
 * <p>Units: probability; MMD from 0 to 2.
 *
 * <p>Numerics: α is clipped as in use, at e²⁰ from above, which never makes the bound smaller than it is without.
 *
 * <p>Differs: the published bound has one α and draws weights; and bounds beyond what is possible are cut to it.
 *
 * <p>Reference: Neklyudov et al., Variance Networks, 2019, Theorem 1; that distances of noise upon noise add up: Dong, Roth
 * and Su, Gaussian Differential Privacy, 2022, Corollary 3.3.
 *
 * @param layers the layers whose weights have means, in their order
 */
public record ZeroMeanBound(List<Layer> layers) {
    /** Copies. */
    public ZeroMeanBound {
        layers = List.copyOf(layers);
    }

    /**
     * The bound of one layer, if it alone lost its means.
     *
     * @param path path of the layer
     * @param weights D, the weights with a mean other than 0
     * @param positions P
     * @param squaredDistance d²
     */
    public record Layer(String path, long weights, long positions, double squaredDistance) {
        /** Returns the bound on the discrepancy of the noisy network from the one without these means. */
        public double mmd() {
            return ZeroMeanBound.mmd(squaredDistance);
        }

        /** Returns the bound on the change of a class probability. */
        public double probabilityChange() {
            return mmd() / 2;
        }
    }

    /** Returns the bounds of a network; it stays as it is. */
    public static ZeroMeanBound of(Network network) {
        return new ZeroMeanBound(RandomWeights.of(network).stream()
                .filter(RandomWeights::haveMeans)
                .map(ZeroMeanBound::layer)
                .toList());
    }

    private static Layer layer(RandomWeights weights) {
        long count = 0;
        double sum = 0;
        for (int i = 0; i < weights.means().length; i++) {
            if (weights.means()[i] != 0) {
                count++;
                sum += Math.exp(-weights.logAlpha(i));
            }
        }
        return new Layer(weights.path(), count, weights.positions(), weights.positions() * sum);
    }

    /** Returns the bound on the discrepancy if all of these layers lost their means. */
    public double mmd() {
        return mmd(layers.stream().mapToDouble(Layer::squaredDistance).sum());
    }

    /** Returns the bound on the change of a class probability if all of these layers lost their means. */
    public double probabilityChange() {
        return mmd() / 2;
    }

    private static double mmd(double squaredDistance) {
        return Math.min(2, Math.sqrt(2 / Math.PI * squaredDistance));
    }
}
