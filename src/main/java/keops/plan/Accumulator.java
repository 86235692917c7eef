package keops.plan;

import java.util.List;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * What a reduction keeps for some rows, in double precision: it starts neutral, takes values column by column, and is
 * written to the outputs at the end. Back ends that reduce whole tiles merge their results through the methods of the
 * implementations.
 */
public sealed interface Accumulator permits CompensatedSums, Extrema, Smallest, ExponentialSums {
    /** The neutral state of a plan's reduction for some rows. */
    static Accumulator of(Plan plan, int rows) {
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> new CompensatedSums(plan, rows);
            case Reduction.Exponential kind -> new ExponentialSums(kind, plan.exponentialSums(), rows);
            case Reduction.Extremum _ -> new Extrema(plan.reduction(), plan.dim(), rows);
            case Reduction.Extrema _ -> new Smallest(plan.reduction(), plan.dim(), rows);
        };
    }

    /**
     * Takes the values of one pair.
     *
     * @param row the row, from 0
     * @param column the column; columns come in ascending order
     * @param values the outputs of the plan's program
     */
    void add(int row, long column, double[] values);

    /** Writes what a row has come to. */
    void write(int row, long outputRow, List<Tensor> outputs);
}
