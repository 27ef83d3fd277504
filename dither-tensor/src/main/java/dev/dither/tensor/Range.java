package dev.dither.tensor;

import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.global.torch;

/**
 * Smallest and largest element of a tensor; a comparison with either is false when one is not a number.
 *
 * @param lowest the smallest, 0 if there is none
 * @param highest the largest, 0 if there is none
 */
record Range(float lowest, float highest) {
    static Range of(org.bytedeco.pytorch.Tensor x) {
        if (x.numel() == 0) {
            return new Range(0, 0);
        }
        T_TensorTensor_T ends = torch.aminmax(x.detach());
        return new Range(ends.get0().item_float(), ends.get1().item_float());
    }

    boolean isWithin(double least, double most) {
        return lowest >= least && highest <= most;
    }
}
