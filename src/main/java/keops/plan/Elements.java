package keops.plan;

import java.util.List;
import keops.tensor.Tensor;

/**
 * The equal problems of a call: one, or those of a batch, each with arguments and outputs of its own or shared with
 * others. Immutable; the memory is that of the tensors.
 */
public sealed interface Elements permits OneElement, BatchElements {
    /** One problem. */
    static Elements one(List<Tensor> arguments, List<Tensor> outputs) {
        return new OneElement(arguments, outputs);
    }

    /**
     * The problems of a batch.
     *
     * @param sizes the sizes of the leading axes
     * @param arguments the arguments; where one has leading axes, it has all, of these sizes or 1
     * @param coreRanks the axes that each has without them
     * @param outputs the results, which have all of them
     */
    static Elements of(List<Long> sizes, List<Tensor> arguments, int[] coreRanks, List<Tensor> outputs) {
        return BatchElements.of(sizes, arguments, coreRanks, outputs);
    }

    /** The same problems with some of the results, by their positions. */
    Elements only(int... results);

    /** The number of problems. */
    long count();

    /**
     * The arguments of all problems. Those with leading axes have none here: the rows of their parts, of which each
     * problem takes one, follow each other along the first axis.
     */
    List<Tensor> arguments();

    /** The outputs, as the arguments. */
    List<Tensor> outputs();

    /** The arguments of a problem. */
    List<Tensor> arguments(long element);

    /** The outputs of a problem. */
    List<Tensor> outputs(long element);
}
