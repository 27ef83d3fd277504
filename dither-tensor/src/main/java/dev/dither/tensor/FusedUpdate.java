package dev.dither.tensor;

import java.util.List;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/** Optimizer updates that read and write every parameter once, in one native call for all of them. */
public final class FusedUpdate {
    private FusedUpdate() {}

    /** What an Adam update needs besides the tensors; see {@link #adam}. */
    public record AdamSettings(
            double learningRate, double beta1, double beta2, double weightDecay, double epsilon, boolean decoupled) {}

    /**
     * Applies one bias-corrected Adam step in place.
     *
     * @param step number of this step, from 1
     * @param maxima running maxima of v for AMSGrad, or empty
     */
    public static void adam(
            List<Tensor> parameters, List<Tensor> gradients, AdamMoments moments, long step, AdamSettings s) {
        IValueVector arguments = new IValueVector();
        List<Tensor> steps = java.util.Collections.nCopies(parameters.size(), Tensor.full(step, Shape.of()));
        for (List<Tensor> tensors :
                List.of(parameters, gradients, moments.first(), moments.second(), moments.maxima(), steps)) {
            arguments.push_back(new IValue(list(tensors)));
        }
        for (double number : new double[] {s.learningRate(), s.beta1(), s.beta2(), s.weightDecay(), s.epsilon()}) {
            arguments.push_back(new IValue(number));
        }
        arguments.push_back(new IValue(!moments.maxima().isEmpty()));
        arguments.push_back(new IValue(false));
        arguments.push_back(new IValue());
        arguments.push_back(new IValue());
        (s.decoupled() ? Handles.ADAMW : Handles.ADAM).callBoxed(arguments);
    }

    /** Adam's memory: means of gradients and of their squares, and with AMSGrad the maxima of the latter. */
    public record AdamMoments(List<Tensor> first, List<Tensor> second, List<Tensor> maxima) {}

    private static GenericList list(List<Tensor> tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor.value));
        }
        return list;
    }

    private static final class Handles {
        static final OperatorHandle ADAM = operator("aten::_fused_adam_");
        static final OperatorHandle ADAMW = operator("aten::_fused_adamw_");

        private static OperatorHandle operator(String name) {
            OperatorHandle handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
            // found inside some step's scope, used by all later ones
            return handle.retainReference();
        }
    }
}
