package keops.call;

import java.util.List;
import java.util.Optional;
import keops.plan.RowBlock;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * One evaluation of a plan, for an element of a batch; all is checked already.
 *
 * @param execution where and how
 * @param dtype the type that is computed in
 * @param arguments the arguments
 * @param outputs the results
 * @param rows the number of rows of the outputs
 * @param columns the length of the reduced axis
 * @param blocks all rows, with the columns that they are reduced over, where these are not all columns
 * @param watch looks after the call
 */
record Evaluation(Execution execution, DType dtype, List<Tensor> arguments, List<Tensor> outputs, long rows,
        long columns,
        Optional<List<RowBlock>> blocks, CallWatch watch) {
    Evaluation into(List<Tensor> others) {
        return new Evaluation(execution, dtype, arguments, others, rows, columns, blocks, watch);
    }

    /** Of the other axis: rows become columns. */
    Evaluation transposedInto(List<Tensor> others, Optional<List<RowBlock>> othersBlocks) {
        return new Evaluation(execution, dtype, arguments, others, columns, rows, othersBlocks, watch);
    }

    long pairs() {
        return RowBlock.pairs(blocks, rows, columns);
    }

    boolean isOnDevice() {
        return isOnDevice(arguments) || isOnDevice(outputs);
    }

    /** A loop, since small calls are made by the million. */
    static boolean isOnDevice(List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.device().isPresent()) {
                return true;
            }
        }
        return false;
    }

    void requireOnHost() {
        for (int k = 0; k < arguments.size(); k++) {
            arguments.get(k).requireReadable("argument " + k);
        }
        for (Tensor output : outputs) {
            output.requireWritable("the output");
        }
    }
}
