package dev.dither.tensor;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * log(1 + eˣ) and its logarithm, computed together.
 *
 * <p>Numerics: the engine's own softplus rounds differently where a thread's share ends, so where it would share the work
 * the function is put together from two that do not. Below −20, where softplus(x) = eˣ to single precision, its logarithm
 * is x, with derivative 1; the logarithm of the value agrees with that until eˣ is no longer a normal number, so only if an
 * element lies below −80 the longer form, which never takes such a logarithm, is used for all. Many elements of a variable, between −80
 * and 80, are differentiated as {@link SoftplusSlopes} says.
 *
 * @param value softplus(x)
 * @param log log softplus(x)
 */
public record Softplus(Tensor value, Tensor log) {
    /** Number of elements up to which the engine uses one thread. */
    private static final long SHARED = 1 << 15;

    /** Bound of |x| within which eˣ and e⁻ˣ are normal numbers in single precision. */
    private static final float BOUND = 80;

    /** Returns both for x. */
    public static Softplus of(Tensor x) {
        Range range = Range.of(x.value);
        if (isDifferentiatedHere(x) && isNormal(range)) {
            return recorded(x);
        }
        org.bytedeco.pytorch.Tensor value = value(x.value, range);
        return new Softplus(Tensor.wrap(value), Tensor.wrap(log(x.value, value, range)));
    }

    /** Whether eˣ and e⁻ˣ are normal numbers in single precision. */
    static boolean isNormal(Range x) {
        return x.isWithin(-BOUND, BOUND);
    }

    /** The same of eˣ itself. */
    static boolean isNormalExponential(Range exponential) {
        return exponential.isWithin(Math.exp(-BOUND), Math.exp(BOUND));
    }

    /** Only where the engine need not go on from x: it would go twice through what else x is a part of. */
    private static boolean isDifferentiatedHere(Tensor x) {
        return x.isVariableHere() && x.value.numel() > SHARED;
    }

    private static Softplus recorded(Tensor x) {
        Tensor exponential = Tensor.wrap(x.value.detach().exp().contiguous());
        Tensor value = Tensor.wrap(exponential.value.log1p());
        Tensor log = Tensor.wrap(value.value.log());
        new SoftplusSlopes(x.handle(), exponential, value.handle(), log.handle()).record();
        return new Softplus(value, log);
    }

    private static org.bytedeco.pytorch.Tensor value(org.bytedeco.pytorch.Tensor x, Range range) {
        if (x.numel() <= SHARED || x.is_cuda()) {
            return torch.softplus(x);
        }
        return range.highest() < BOUND
                ? x.exp().log1p()
                : x.relu().add(x.abs().neg().exp().log1p());
    }

    private static org.bytedeco.pytorch.Tensor log(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor value, Range range) {
        if (range.lowest() > -BOUND) {
            return value.log();
        }
        Scalar border = new Scalar(-20.0);
        org.bytedeco.pytorch.Tensor direct =
                torch.softplus(torch.clamp_min(x, border)).log();
        return torch.where(torch.lt(x, border), x, direct);
    }
}
