package keops.plan;

import java.util.List;
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
            case SUM -> new CompensatedSums(plan, rows);
            case LOG_SUM_EXP, SUM_SOFT_MAX_WEIGHT, MAX_SUM_SHIFT_EXP -> new ExponentialSums(plan, rows);
            case MIN, MAX, ARG_MIN, ARG_MAX, MIN_ARG_MIN, MAX_ARG_MAX -> new Extrema(plan, rows);
            case K_MIN, ARG_K_MIN, K_MIN_ARG_K_MIN, K_MAX, ARG_K_MAX, K_MAX_ARG_K_MAX -> new Smallest(plan, rows);
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
