package keops.random;

import java.util.List;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;

/** A reduction that random cases are made with, and how its results are judged. One line makes another one drawn. */
record DrawnReduction(Reduction reduction, SumScheme scheme, Judge judge) {
    static final List<DrawnReduction> ALL = List.of(
            of(Reduction.SUM, SumJudge.PLAIN),
            of(Reduction.SUM, SumJudge.PLAIN),
            new DrawnReduction(Reduction.SUM, SumScheme.DIRECT, SumJudge.PLAIN),
            new DrawnReduction(Reduction.SUM, SumScheme.KAHAN, SumJudge.COMPENSATED),
            of(Reduction.MIN, new OrderJudge(1, false, true, false)),
            of(Reduction.MAX, new OrderJudge(1, true, true, false)),
            of(Reduction.ARG_MIN, new OrderJudge(1, false, false, true)),
            of(Reduction.ARG_MAX, new OrderJudge(1, true, false, true)),
            of(Reduction.MIN_ARG_MIN, new OrderJudge(1, false, true, true)),
            of(Reduction.MAX_ARG_MAX, new OrderJudge(1, true, true, true)),
            of(Reduction.kMin(3), new OrderJudge(3, false, true, false)),
            of(Reduction.argKMin(5), new OrderJudge(5, false, false, true)),
            of(Reduction.kMinArgKMin(1), new OrderJudge(1, false, true, true)),
            of(Reduction.kMinArgKMin(20), new OrderJudge(20, false, true, true)),
            of(Reduction.kMax(3), new OrderJudge(3, true, true, false)),
            of(Reduction.argKMax(5), new OrderJudge(5, true, false, true)),
            of(Reduction.kMaxArgKMax(20), new OrderJudge(20, true, true, true)),
            of(Reduction.LOG_SUM_EXP, ExponentialJudge.LOG_SUM_EXP),
            new DrawnReduction(Reduction.LOG_SUM_EXP, SumScheme.DIRECT, ExponentialJudge.LOG_SUM_EXP),
            of(Reduction.SUM_SOFT_MAX_WEIGHT, ExponentialJudge.SOFT_MAX),
            of(Reduction.MAX_SUM_SHIFT_EXP, ExponentialJudge.MAX_AND_SUM));

    private static DrawnReduction of(Reduction reduction, Judge judge) {
        return new DrawnReduction(reduction, SumScheme.AUTO, judge);
    }

    /** Whether exponentials are summed: of a vector, those of each component, with a weight for each or one for all. */
    boolean isExponential() {
        return reduction.isExponential();
    }

    /** Whether a formula and a weight of some dimensions fit each other; 0 stands for no weight. */
    boolean takes(int dim, int weightDim) {
        boolean fits = dim == 1 || weightDim <= 1 || weightDim == dim;
        return (weightDim > 0 || !needsWeight()) && (fits || !isExponential());
    }

    boolean needsWeight() {
        return reduction.isAverage();
    }
}
