package dev.dither.tensor;

import dev.dither.rng.RandomKey;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An array of numbers in native memory, with the operations the library uses.
 *
 * <p>Element-wise operations demand equal shapes; a row or a scalar is spread only where the method says so. Every
 * result belongs to the innermost {@link Scope}.
 */
public final class Tensor {
    /** Number of elements that are summed in one go. */
    private static final long ROW = 1 << 12;

    final org.bytedeco.pytorch.Tensor value;
    private boolean counted = true;

    private Tensor(org.bytedeco.pytorch.Tensor value) {
        this.value = value;
    }

    static Tensor wrap(org.bytedeco.pytorch.Tensor value) {
        return Scope.adopt(new Tensor(value));
    }

    /** Returns true the first time it is asked after the memory was freed, false at all other times. */
    boolean justFreed() {
        boolean just = counted && value.isNull();
        counted &= !just;
        return just;
    }

    /** Returns a tensor of 32-bit floats with these values. */
    public static Tensor of(float[] values, Shape shape) {
        requireLength(values.length, shape);
        org.bytedeco.pytorch.Tensor t = torch.empty(allocated(shape));
        if (values.length > 0) {
            t.data_ptr_float().put(values);
        }
        return wrap(t);
    }

    /** Returns a tensor of 64-bit floats with these values. */
    public static Tensor of(double[] values, Shape shape) {
        requireLength(values.length, shape);
        org.bytedeco.pytorch.Tensor t = empty(torch.ScalarType.Double, allocated(shape));
        if (values.length > 0) {
            t.data_ptr_double().put(values);
        }
        return wrap(t);
    }

    /** Returns a tensor of 32-bit floats: unsigned bytes, each times {@code scale}. */
    public static Tensor ofBytes(byte[] values, Shape shape, double scale) {
        requireLength(values.length, shape);
        org.bytedeco.pytorch.Tensor t = empty(torch.ScalarType.Byte, allocated(shape));
        if (values.length > 0) {
            t.data_ptr_byte().put(values);
        }
        return wrap(t.to(torch.ScalarType.Float).mul_(new Scalar(scale)));
    }

    /** Returns class labels as a tensor of shape [N]. */
    public static Tensor ofLabels(int[] labels) {
        long[] wide = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            wide[i] = labels[i];
        }
        org.bytedeco.pytorch.Tensor t = empty(torch.ScalarType.Long, allocated(Shape.of(labels.length)));
        if (wide.length > 0) {
            t.data_ptr_long().put(wide);
        }
        return wrap(t);
    }

    /** Returns a tensor filled with one number. */
    public static Tensor full(double number, Shape shape) {
        return wrap(torch.full(allocated(shape), new Scalar(number), new TensorOptions(torch.ScalarType.Float)));
    }

    /** Returns independent draws of N(0, 1), equal for equal keys whatever the machine's threads. */
    public static Tensor normal(RandomKey key, Shape shape) {
        int n = Math.toIntExact(shape.elements());
        org.bytedeco.pytorch.Tensor t = torch.empty(allocated(shape));
        if (n > 0) {
            new NormalDraws(key, n).into(floats(t));
        }
        return wrap(t);
    }

    /**
     * Returns ε / √(q + floor) without history, ε ~ N(0, 1) the draws of {@link #normal}: q times this is noise of variance q.
     *
     * <p>Numerics: in single precision ε is used while it is drawn, without an array of its own.
     */
    public static Tensor normalPerRoot(RandomKey key, Tensor q, double floor) {
        return q.isSingle()
                ? NoisyNumbers.perRoot(key, q, (float) floor)
                : wrap(normal(key, q.shape())
                        .like(q)
                        .value
                        .div(q.detach().plus(floor).value.sqrt()));
    }

    /** Returns whether the elements are 32-bit floats. */
    boolean isSingle() {
        return value.scalar_type().intern() == torch.ScalarType.Float;
    }

    /** Returns the memory of single-precision numbers in order. */
    static FloatBuffer floats(org.bytedeco.pytorch.Tensor contiguous) {
        return contiguous.data_ptr_float().capacity(contiguous.numel()).asBuffer();
    }

    /** Returns the memory of 32-bit integers in order. */
    static IntBuffer integers(org.bytedeco.pytorch.Tensor contiguous) {
        return contiguous.data_ptr_int().capacity(contiguous.numel()).asBuffer();
    }

    /** Returns independent draws of the uniform distribution on [0, 1). */
    public static Tensor uniform(RandomKey key, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        key.fillUniform(values);
        return of(values, shape);
    }

    /** Returns a tensor of 32-bit floats that are still to be written. */
    static Tensor unwritten(long... shape) {
        return wrap(torch.empty(shape));
    }

    /** Returns memory for numbers of a type. */
    static org.bytedeco.pytorch.Tensor empty(torch.ScalarType type, long... shape) {
        return torch.empty(shape, new TensorOptions(type), new MemoryFormatOptional());
    }

    private static long[] allocated(Shape shape) {
        Engine.start();
        return shape.toArray();
    }

    private static void requireLength(int length, Shape shape) {
        if (length != shape.elements()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " needs " + shape.elements() + " values, got " + length);
        }
    }

    /** Returns the sizes of the axes. */
    public Shape shape() {
        long[] sizes = new long[Math.toIntExact(value.dim())];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = value.size(i);
        }
        return Shape.of(sizes);
    }

    /** Returns the elements in row-major order, as floats. */
    public float[] toFloats() {
        org.bytedeco.pytorch.Tensor t =
                value.detach().to(torch.ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(t.numel())];
        if (values.length > 0) {
            t.data_ptr_float().get(values);
        }
        return values;
    }

    /** Returns the elements in row-major order, as doubles. */
    public double[] toDoubles() {
        org.bytedeco.pytorch.Tensor t =
                value.detach().to(torch.ScalarType.Double).contiguous();
        double[] values = new double[Math.toIntExact(t.numel())];
        if (values.length > 0) {
            t.data_ptr_double().get(values);
        }
        return values;
    }

    /** Returns the only element. */
    public double item() {
        return value.item_double();
    }

    /** Records from now on what is computed from this tensor; for parameters and attacked inputs. */
    public Tensor variable() {
        value.requires_grad_(true);
        return this;
    }

    /** Returns another handle of the same tensor, in the innermost scope. */
    Tensor handle() {
        return wrap(new org.bytedeco.pytorch.Tensor(value));
    }

    /** Returns a number that is the same for all handles of the same tensor, and for no other tensor while it is alive. */
    long identity() {
        return value.unsafeGetTensorImpl().address();
    }

    /** Whether this was computed from a variable. */
    boolean hasHistory() {
        return value.requires_grad() && !value.is_leaf();
    }

    /** Whether gradients are recorded, and to the engine this is a variable, which it need not go on from. */
    boolean isVariable() {
        return Scope.isOpen() && GradMode.is_enabled() && value.requires_grad() && value.is_leaf();
    }

    /**
     * Returns whether this is a variable whose gradients are recorded now, in single precision and in the memory of a processor: one that
     * operations differentiated outside the engine can take.
     */
    public boolean isVariableHere() {
        return isVariable() && isSingle() && !value.is_cuda();
    }

    /** Adds in place, outside gradients; returns this. */
    Tensor plusInPlace(Tensor other) {
        value.add_(other.value);
        return this;
    }

    /** Takes this tensor out of every scope; whoever calls this must {@link #release} it. */
    public Tensor owned() {
        return Scope.own(this);
    }

    /** Frees the memory of an {@linkplain #owned() owned} tensor. */
    public void release() {
        Scope.release(this);
    }

    /** Returns the same values without their history. */
    public Tensor detach() {
        return wrap(value.detach());
    }

    /**
     * Returns this for several uses: the gradients of all of them are added up before they go on to what this was computed by, which is
     * then differentiated once. Otherwise it may be differentiated once for each use, and in a chain of such tensors
     * once for each way through it.
     */
    public Tensor junction() {
        return Scope.isOpen() && GradMode.is_enabled() && value.requires_grad() ? Junction.of(this) : this;
    }

    /** Returns a copy. */
    public Tensor copy() {
        return wrap(value.detach().clone());
    }

    /** Returns the same elements as 64-bit floats. */
    public Tensor toDouble() {
        return wrap(value.to(torch.ScalarType.Double));
    }

    /** Changes this very tensor to 64-bit floats, so that derivatives of a built layer can be checked; returns it. */
    public Tensor widen() {
        value.set_data(value.detach().to(torch.ScalarType.Double));
        return this;
    }

    /** Returns this element-wise in the precision of {@code other}. */
    public Tensor like(Tensor other) {
        return wrap(value.to(other.value.scalar_type()));
    }

    /** Overwrites the elements with those of {@code source}. */
    public void assign(Tensor source) {
        requireEqualShape(source);
        value.detach().copy_(source.value);
    }

    /**
     * Exchanges the memory with a tensor of equal shape and precision; no number is copied. What was computed before keeps what it
     * saw.
     */
    public void exchange(Tensor other) {
        requireEqualShape(other);
        org.bytedeco.pytorch.Tensor own = value.detach();
        value.set_data(other.value.detach());
        other.value.set_data(own);
    }

    /** Returns the sum of two tensors of equal shape. */
    public Tensor plus(Tensor other) {
        requireEqualShape(other);
        return wrap(value.add(other.value));
    }

    /** Returns this + factor · other, of equal shape, in one pass over memory. */
    public Tensor plus(Tensor other, double factor) {
        requireEqualShape(other);
        return wrap(value.add(other.value, new Scalar(factor)));
    }

    /** Returns the difference of two tensors of equal shape. */
    public Tensor minus(Tensor other) {
        requireEqualShape(other);
        return wrap(value.sub(other.value));
    }

    /** Returns the element-wise product of two tensors of equal shape. */
    public Tensor times(Tensor other) {
        requireEqualShape(other);
        return wrap(value.mul(other.value));
    }

    /** Returns this + a ∘ b, in one pass over memory. */
    public Tensor plusProduct(Tensor a, Tensor b) {
        requireEqualShape(a);
        requireEqualShape(b);
        return wrap(torch.addcmul(value, a.value, b.value));
    }

    /** Returns max(0, this + a ∘ b), without a second array for the sum. */
    public Tensor plusProductRelu(Tensor a, Tensor b) {
        return wrap(plusProduct(a, b).value.relu_());
    }

    /** Returns every element times a number. */
    public Tensor times(double factor) {
        return wrap(value.mul(new Scalar(factor)));
    }

    /** Returns the same values, handing half of their gradient on. */
    public Tensor withHalfGradient() {
        return wrap(value.lerp(value.detach(), new Scalar(0.5)));
    }

    /** Returns the squares, handing half of their gradient on. */
    public Tensor squareWithHalfGradient() {
        return wrap(value.mul(value.detach()));
    }

    /** Returns every element plus a number. */
    public Tensor plus(double summand) {
        return wrap(value.add(new Scalar(summand)));
    }

    /** Returns a number minus every element. */
    public Tensor subtractedFrom(double number) {
        return wrap(torch.rsub(value, new Scalar(number)));
    }

    /** Returns max(0, x). */
    public Tensor relu() {
        return wrap(value.relu());
    }

    /** Returns x where positive, slope · x elsewhere. */
    public Tensor leakyRelu(double slope) {
        return wrap(torch.leaky_relu(value, new Scalar(slope)));
    }

    /** Returns the hyperbolic tangent. */
    public Tensor tanh() {
        return wrap(value.tanh());
    }

    /** Returns 1 / (1 + e⁻ˣ). */
    public Tensor sigmoid() {
        return wrap(value.sigmoid());
    }

    /** Returns log(1 + eˣ), see {@link Softplus}. */
    public Tensor softplus() {
        return Softplus.of(this).value();
    }

    /** Returns log softplus(x), see {@link Softplus}. */
    public Tensor logSoftplus() {
        return Softplus.of(this).log();
    }

    /** Returns the natural logarithm. */
    public Tensor log() {
        return wrap(value.log());
    }

    /** Returns eˣ. */
    public Tensor exp() {
        return wrap(value.exp());
    }

    /** Returns the softmax over the last axis: numbers of (0, 1) that sum to 1. */
    public Tensor softmax() {
        return wrap(torch.softmax(value, -1));
    }

    /** Returns the logarithm of the softmax over the last axis. */
    public Tensor logSoftmax() {
        return wrap(torch.log_softmax(value, -1));
    }

    /** Returns log Σ exp(x) over the last axis, which disappears; −∞ adds nothing. */
    public Tensor logSumExp() {
        return wrap(torch.logsumexp(value, -1));
    }

    /** Returns the place of the largest entry along the last axis, which disappears; the first of equals. */
    public Tensor argmax() {
        return wrap(torch.argmax(value, new LongOptional(-1), false));
    }

    /** Returns the mean over everything, a scalar; the same bits for any number of threads. */
    public Tensor mean() {
        return wrap(total().div(new Scalar((double) value.numel())));
    }

    /** Returns the mean over some axes, which disappear. */
    public Tensor mean(long... axes) {
        return wrap(torch.mean(value, axes, false, new ScalarTypeOptional()));
    }

    /** Returns the mean of max(0, margin − x̄), a scalar, for the means x̄ over some axes; over none, for the elements themselves. */
    public Tensor meanShortfall(double margin, long... axes) {
        if (axes.length > 0 && isVariableHere() && value.numel() > 0) {
            return MeanShortfall.of(this, margin, axes);
        }
        Tensor averages = axes.length == 0 ? this : mean(axes);
        return averages.subtractedFrom(margin).relu().mean();
    }

    /** Returns the sum of everything, a scalar; the same bits for any number of threads. */
    public Tensor sum() {
        return wrap(total());
    }

    /** The engine splits one long sum by thread, but many sums only between each other: so rows first, then their sums. */
    private org.bytedeco.pytorch.Tensor total() {
        long n = value.numel();
        if (n <= ROW) {
            return value.sum();
        }
        org.bytedeco.pytorch.Tensor all = value.reshape(n);
        org.bytedeco.pytorch.Tensor rows = torch.narrow(all, 0, 0, n - n % ROW).reshape(n / ROW, ROW);
        Tensor sums = wrap(torch.sum(rows, 1));
        return n % ROW == 0
                ? sums.total()
                : sums.total().add(torch.narrow(all, 0, n - n % ROW, n % ROW).sum());
    }

    /** Returns the mean negative log-likelihood of the labels [N] under these log-probabilities [N, C], in nats. */
    public Tensor nll(Tensor labels) {
        return wrap(torch.nll_loss(value, labels.value));
    }

    /** Returns the same elements in another shape. */
    public Tensor reshape(Shape shape) {
        return wrap(value.reshape(shape.toArray()));
    }

    /** Returns a view of {@code length} entries from {@code start} along an axis. */
    public Tensor narrow(int axis, long start, long length) {
        return wrap(torch.narrow(value, axis, start, length));
    }

    /** Returns the rows with these numbers [N], as {@link #ofLabels} holds them, in their order and as often as they occur. */
    public Tensor rows(Tensor numbers) {
        return wrap(torch.index_select(value, 0, numbers.value));
    }

    /** Returns views of the first and the second half along an axis; cheaper to differentiate than two narrow views. */
    public List<Tensor> halves(int axis) {
        return parts(axis, 2);
    }

    /** Returns views of so many parts of equal length along an axis; cheaper to differentiate than narrow views. */
    public List<Tensor> parts(int axis, int count) {
        if (!(count >= 1 && value.size(axis) % count == 0)) {
            throw new ShapeException("parts", "a size along axis " + axis + " that " + count + " divides", shape());
        }
        return isVariable() ? Parts.recorded(this, axis, count) : Parts.of(value, axis, count);
    }

    /** The vector's elements dangle once it is freed, so each becomes a handle of its own. */
    static Tensor copied(TensorVector vector, long index) {
        return wrap(new org.bytedeco.pytorch.Tensor(vector.get(index)));
    }

    /** Returns this with its last two axes exchanged, a view. */
    public Tensor transposed() {
        return wrap(value.transpose(-2, -1));
    }

    /** Returns this with a new axis, along which it is the same {@code times} times over, a view. */
    public Tensor spread(int axis, long times) {
        long[] sizes = new long[Math.toIntExact(value.dim()) + 1];
        Arrays.fill(sizes, -1);
        sizes[axis] = times;
        return wrap(value.unsqueeze(axis).expand(sizes));
    }

    /** Returns the product of the matrices of each example, [N, I, J] and [N, J, K] to [N, I, K]. */
    public Tensor products(Tensor other) {
        Shape own = shape();
        Shape others = other.shape();
        boolean fit =
                own.rank() == 3 && others.rank() == 3 && own.size(0) == others.size(0) && own.size(2) == others.size(1);
        if (!fit) {
            throw new ShapeException("products of matrices", "[N, J, K] for [N, I, J] = " + own, others);
        }
        return wrap(torch.bmm(value, other.value));
    }

    /** Returns x Wᵀ + b for x […, I], W [O, I], b [O]. */
    public Tensor linear(Tensor weight, Tensor bias) {
        return wrap(torch.linear(value, weight.value, new TensorOptional(bias.value)));
    }

    /** Returns x Wᵀ for x […, I], W [O, I]. */
    public Tensor linear(Tensor weight) {
        return wrap(torch.linear(value, weight.value, new TensorOptional()));
    }

    /** Returns the inverse of a square matrix; not a number, in every entry, where there is none. */
    public Tensor inverse() {
        T_TensorTensor_T found = torch.linalg_inv_ex(value, false);
        boolean exists = new org.bytedeco.pytorch.Tensor(found.get1()).item_int() == 0;
        Tensor inverse = wrap(new org.bytedeco.pytorch.Tensor(found.get0()));
        return exists ? inverse : inverse.times(Double.NaN);
    }

    /** Returns the largest value of each k × k window, stride {@code stride}. */
    public Tensor maxPool(int size, int stride) {
        if (HalvingMaxPool.takes(this, size, stride)) {
            return HalvingMaxPool.of(this);
        }
        long[] none = {0, 0};
        return wrap(torch.max_pool2d(
                value, new long[] {size, size}, new long[] {stride, stride}, none, new long[] {1, 1}, false));
    }

    /** Returns the mean of each k × k window, stride {@code stride}. */
    public Tensor averagePool(int size, int stride) {
        return wrap(torch.avg_pool2d(
                value,
                new long[] {size, size},
                new long[] {stride, stride},
                new long[] {0, 0},
                false,
                true,
                new LongOptional()));
    }

    /** Stacks tensors along an existing axis. */
    public static Tensor concatenated(int axis, Tensor... parts) {
        TensorVector vector = new TensorVector();
        for (Tensor part : parts) {
            vector.push_back(part.value);
        }
        return wrap(torch.cat(vector, axis));
    }

    /** Returns whether every element is a finite number. */
    public boolean finite() {
        return torch.isfinite(value).all().item_bool();
    }

    /** Returns the Euclidean norm of all elements. */
    public double norm() {
        return Math.sqrt(wrap(value.detach().square()).total().item_double());
    }

    /** Multiplies the elements in place, then adds {@code factor} · {@code other}; for optimizers, outside gradients. */
    public void scaleAndAdd(double scale, Tensor other, double factor) {
        value.mul_(new Scalar(scale)).add_(other.value, new Scalar(factor));
    }

    /** Returns −1, 0 or 1, as the element is negative, zero or positive. */
    public Tensor sign() {
        return wrap(value.sign());
    }

    /**
     * Returns the nearest number in [lower, upper].
     *
     * <p>Numerics: a variable of which nothing lies beyond is returned itself, since masking its gradient takes longer than looking.
     */
    public Tensor clamp(double lower, double upper) {
        if (value.requires_grad() && Range.of(value).isWithin(lower, upper)) {
            return this;
        }
        return wrap(value.clamp(new ScalarOptional(new Scalar(lower)), new ScalarOptional(new Scalar(upper))));
    }

    /** Returns the inverse hyperbolic tangent. */
    public Tensor atanh() {
        return wrap(value.atanh());
    }

    /** Returns x². */
    public Tensor square() {
        return wrap(value.square());
    }

    /** Returns the square root. */
    public Tensor sqrt() {
        return wrap(value.sqrt());
    }

    /** Returns 1 / x. */
    public Tensor reciprocal() {
        return wrap(value.reciprocal());
    }

    /** Returns the least element, NaN if one is NaN. */
    public double least() {
        return value.detach().min().item_double();
    }

    /** Returns the greatest element, NaN if one is NaN. */
    public double greatest() {
        return value.detach().max().item_double();
    }

    /** Returns the sum of squares of each example, [N, …] to [N]. */
    public Tensor squares() {
        return wrap(torch.sum(value.square().flatten(1, -1), 1));
    }

    /** Returns the largest absolute value of each example, [N, …] to [N]. */
    public Tensor magnitudes() {
        return wrap(torch.amax(value.abs().flatten(1, -1), new long[] {1}, false));
    }

    /** Returns each example [N, …] times a factor of its own [N]. */
    public Tensor timesEach(Tensor factors) {
        if (!factors.shape().equals(Shape.of(value.size(0)))) {
            throw new ShapeException("factor of each example", "[" + value.size(0) + "]", factors.shape());
        }
        long[] spread = new long[Math.toIntExact(value.dim())];
        Arrays.fill(spread, 1);
        spread[0] = value.size(0);
        return wrap(value.mul(factors.value.view(spread)));
    }

    /** Returns this [N, K, …] plus a summand of its own for each of the K units. */
    public Tensor plusUnits(Tensor summands) {
        if (!summands.shape().equals(Shape.of(value.size(1)))) {
            throw new ShapeException("summand of each unit", "[" + value.size(1) + "]", summands.shape());
        }
        long[] spread = new long[Math.toIntExact(value.dim())];
        Arrays.fill(spread, 1);
        spread[1] = value.size(1);
        return wrap(value.add(summands.value.view(spread)));
    }

    /** Returns this batch {@code times} times over: row k · N + i is example i. */
    public Tensor repeated(int times) {
        long[] each = new long[Math.toIntExact(value.dim())];
        Arrays.fill(each, 1);
        each[0] = times;
        return wrap(value.repeat(each));
    }

    /** Returns the entries at these indices of the first axis, in that order. */
    public Tensor rows(int[] indices) {
        return select(0, indices);
    }

    /** Overwrites the entries at these indices of the first axis, all different, with those of {@code source}. */
    public void assignRows(int[] indices, Tensor source) {
        value.detach().index_copy_(0, ofLabels(indices).value, source.value);
    }

    /** Returns the element of each row that its label picks, [N, C] and [N] to [N]. */
    public Tensor picked(Tensor labels) {
        return wrap(value.gather(1, labels.value.unsqueeze(1)).squeeze(1));
    }

    /** Returns the greatest element of each row but that which its label picks, [N, C] and [N] to [N]. */
    public Tensor greatestOther(Tensor labels) {
        Scalar never = new Scalar(Double.NEGATIVE_INFINITY);
        return wrap(torch.amax(value.scatter(1, labels.value.unsqueeze(1), never), new long[] {1}, false));
    }

    /** Returns the logarithm of the mean of eˣ over the first axis, which disappears. */
    public Tensor logMeanExp() {
        return wrap(value.logsumexp(0).sub(new Scalar(Math.log((double) value.size(0)))));
    }

    /** Returns the entries at {@code indices} along an axis, in that order. */
    public Tensor select(int axis, int[] indices) {
        return wrap(torch.index_select(value, axis, ofLabels(indices).value));
    }

    private void requireEqualShape(Tensor other) {
        if (!sameShape(other)) {
            throw new ShapeException("element-wise operation", shape().toString(), other.shape());
        }
    }

    private boolean sameShape(Tensor other) {
        long rank = value.dim();
        if (rank != other.value.dim()) {
            return false;
        }
        for (long i = 0; i < rank; i++) {
            if (value.size(i) != other.value.size(i)) {
                return false;
            }
        }
        return true;
    }
}
