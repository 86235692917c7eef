package keops.call;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keops.plan.BatchElements;
import keops.plan.Elements;
import keops.plan.OneElement;
import keops.plan.RowBlock;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * One evaluation of a plan, for all elements of a batch; all is checked already.
 *
 * @param execution where and how
 * @param dtype the type that is computed in
 * @param elements the arguments and the results
 * @param rows the number of rows of the outputs of an element
 * @param columns the length of the reduced axis of an element
 * @param blocks all rows, with the columns that they are reduced over, where these are not all columns
 * @param watch looks after the call
 */
record Evaluation(Execution execution, DType dtype, Elements elements, long rows, long columns,
        Optional<List<RowBlock>> blocks, CallWatch watch) {
    /** The same, of one element, with a result elsewhere. */
    Evaluation into(Tensor other) {
        return with(Elements.one(arguments(), List.of(other)));
    }

    /** The same with some of the results, by their positions. */
    Evaluation only(int... results) {
        return with(elements.only(results));
    }

    private Evaluation with(Elements others) {
        return new Evaluation(execution, dtype, others, rows, columns, blocks, watch);
    }

    /** Of the other axis: rows become columns. */
    Evaluation transposed(Optional<List<RowBlock>> othersBlocks) {
        return new Evaluation(execution, dtype, elements, columns, rows, othersBlocks, watch);
    }

    /** Evaluates the plan for one element after the other. */
    void each(Consumer<Evaluation> evaluate) {
        switch (elements) {
            case OneElement _ -> evaluate.accept(this);
            case BatchElements batch -> {
                for (long number = 0; number < batch.count(); number++) {
                    evaluate.accept(with(Elements.one(batch.arguments(number), batch.outputs(number))));
                }
            }
        }
    }

    /** The arguments; of a batch, those of all elements. */
    List<Tensor> arguments() {
        return elements.arguments();
    }

    /** The results; of a batch, those of all elements. */
    List<Tensor> outputs() {
        return elements.outputs();
    }

    /** The rows of all elements. */
    long allRows() {
        return elements.count() * rows;
    }

    /** The pairs of all elements. */
    long pairs() {
        return elements.count() * RowBlock.pairs(blocks, rows, columns);
    }

    boolean isOnDevice() {
        return isOnDevice(arguments()) || isOnDevice(outputs());
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
        List<Tensor> given = arguments();
        for (int k = 0; k < given.size(); k++) {
            Tensor argument = given.get(k);
            int number = k;
            if (argument.device().isPresent()) {
                argument.requireReadable("argument " + number);
            }
            argument.requireAlive(() -> "argument " + number);
        }
        for (Tensor output : outputs()) {
            output.requireWritable("the output");
        }
    }
}
