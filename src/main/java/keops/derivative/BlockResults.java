package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import keops.call.Home;
import keops.error.FormulaException;
import keops.plan.CurrentWatch;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Results over all columns as the gradients of a block of columns take them. */
final class BlockResults {
    private BlockResults() {}

    /**
     * The same results; of indices those of the block, counted from its first column.
     *
     * @throws FormulaException if the results do not tell what a block contributes
     */
    static List<Tensor> of(
            Arena arena, Differentiable source, List<Tensor> results, long firstColumn, Tensor[] arguments) {
        String name = source.plan().reduction().name();
        return switch (source.plan().reduction().kind()) {
            case Reduction.Sum() -> results;
            case Reduction.Exponential.LOG_SUM_EXP -> require(results, 1, name, "the logarithms over all columns");
            case Reduction.Exponential.SUM_SOFT_MAX_WEIGHT -> require(results, 2, name,
                    "the averages over all columns and, after them, the LogSumExp of the formula over all columns");
            case Reduction.Extremum(_, Reduction.Gives gives) ->
                ofExtrema(arena, source, gives, results, firstColumn, arguments);
            case Reduction.Extrema(_, Reduction.Gives gives, _) ->
                ofExtrema(arena, source, gives, results, firstColumn, arguments);
            case Reduction.Exponential.MAX_SUM_SHIFT_EXP -> throw new FormulaException(
                    "blocks of columns have no gradients of " + name
                    + ", whose largest value has no column: use LogSumExp");
        };
    }

    private static List<Tensor> ofExtrema(Arena arena, Differentiable source, Reduction.Gives gives,
            List<Tensor> results,
            long firstColumn, Tensor[] arguments) {
        String name = source.plan().reduction().name();
        return switch (gives) {
            case INDICES -> results;
            case BOTH -> {
                require(results, 2, name, "values and indices over all columns");
                yield List.of(results.getFirst(), indices(arena, source, results.getLast(), firstColumn, arguments));
            }
            case VALUES -> throw new FormulaException("the gradients of a block of columns need the indices of " + name
                    + ": take the reduction that gives them too");
        };
    }

    private static List<Tensor> require(List<Tensor> results, int count, String name, String what) {
        if (results.size() != count) {
            throw new FormulaException("the gradients of a block of columns of " + name + " need " + what + ", but "
                    + results.size() + " tensors came");
        }
        return results;
    }

    private static Tensor indices(Arena arena, Differentiable source, Tensor chosen, long firstColumn,
            Tensor[] arguments) {
        Tensor onHost = Home.onHost(arena, chosen);
        long columns = source.evaluator().check(arguments).size(source.plan().rows().otherAxis());
        Tensor indices = Tensor.allocate(arena, DType.INT64, onHost.shape());
        for (long k = 0; k < onHost.count(); k++) {
            CurrentWatch.checkAt(k);
            long index = onHost.longAt(k) - firstColumn;
            indices.setLongAt(k, onHost.longAt(k) >= 0 && index >= 0 && index < columns ? index : -1);
        }
        return indices;
    }
}
