package keops.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keops.formula.Category;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** Applies a computation to each element of a batch, and combines the results into batches. */
final class BatchElements {
    private BatchElements() {}

    /**
     * Applies a computation to each element.
     *
     * @param declared the arguments of the computation
     * @param arguments the variables of the arguments; each has all batch axes or none
     * @param step computes the results of an element from its arguments
     */
    static List<TapeVariable> each(List<Variable> declared, List<TapeVariable> arguments,
            Function<List<TapeVariable>, List<TapeVariable>> step) {
        long[] leading = new long[0];
        for (Variable variable : declared) {
            leading = Broadcast.common(leading, leading(variable, arguments.get(variable.position()).shape()));
        }
        if (leading.length == 0) {
            return step.apply(arguments);
        }
        long[] sizes = leading;
        var results = new ArrayList<List<TapeVariable>>();
        long count = Tensor.count(sizes);
        for (long number = 0; number < count; number++) {
            long element = number;
            results.add(step.apply(declared.stream()
                    .map(variable -> element(variable, arguments.get(variable.position()), sizes, element))
                    .toList()));
        }
        return IntStream.range(0, results.getFirst().size())
                .mapToObj(output -> together(sizes, results.stream().map(all -> all.get(output)).toList()))
                .toList();
    }

    private static long[] leading(Variable variable, long[] shape) {
        return Arrays.copyOf(shape, shape.length - coreRank(variable));
    }

    private static int coreRank(Variable variable) {
        return variable.category() == Category.PARAMETER ? 1 : 2;
    }

    private static TapeVariable element(Variable variable, TapeVariable argument, long[] sizes, long number) {
        long[] shape = argument.shape();
        long[] leading = leading(variable, shape);
        if (leading.length == 0) {
            return argument;
        }
        long at = 0;
        long stride = 1;
        long rest = number;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            at += leading[axis] == 1 ? 0 : rest % sizes[axis] * stride;
            stride *= leading[axis];
            rest /= sizes[axis];
        }
        long[] core = Arrays.copyOfRange(shape, leading.length, shape.length);
        return argument.reshape(joined(new long[] {stride}, core)).slice(0, at, at + 1).reshape(core);
    }

    private static TapeVariable together(long[] sizes, List<TapeVariable> elements) {
        long[] core = elements.getFirst().shape();
        List<TapeVariable> rows = elements.stream()
                .map(element -> element.reshape(joined(new long[] {1}, core))).toList();
        return new Concatenation(0).of(rows).reshape(joined(sizes, core));
    }

    private static long[] joined(long[] first, long[] second) {
        return LongStream.concat(LongStream.of(first), LongStream.of(second)).toArray();
    }
}
