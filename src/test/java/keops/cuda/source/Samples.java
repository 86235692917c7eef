package keops.cuda.source;

import java.util.LinkedHashMap;
import java.util.Map;
import keops.plan.Plan;
import keops.reduction.Reduction;

/**
 * Plans that stand for all others: those whose operations per pair are recorded, and one of each template and state.
 */
final class Samples {
    private static final String[] POINTS = {"x = Vi(3)", "y = Vj(3)", "b = Vj(1)", "e = Vi(1)", "g = Pm(1)"};
    private static final String[] LONG = {"x = Vi(100)", "y = Vj(100)", "b = Vj(1)", "w = Pm(100)"};

    private Samples() {}

    /** The plans by the names of their golden sources. */
    static Map<String, Plan> all() {
        var plans = new LinkedHashMap<String, Plan>();
        plans.put("gaussian", Plans.of("Sum", "Exp(-SqDist(x,y)) * b", POINTS));
        plans.put("gradient", Plans.of("Sum", "Grad(Exp(-SqDist(x,y)) * b, x, e)", POINTS));
        plans.put("log-sum-exp", Plans.of("LogSumExp", "-SqDist(x,y)", POINTS));
        plans.put("nearest", Plans.of(Reduction.argKMin(10), "SqDist(x,y)", null, POINTS));
        plans.put("long-gaussian", Plans.of("Sum", "Exp(-SqDist(x,y)) * b", LONG));
        plans.put("scaled-gaussian", Plans.of("Sum", "Exp(-g * SqDist(x,y)) * b", POINTS));
        plans.put("gaussian-10", Plans.of("Sum", "Exp(-SqDist(x,y)) * b", "x = Vi(10)", "y = Vj(10)", "b = Vj(1)"));
        plans.put("gaussian-16", Plans.of("Sum", "Exp(-SqDist(x,y)) * b", "x = Vi(16)", "y = Vj(16)", "b = Vj(1)"));
        plans.put("soft-max", Plans.of(Reduction.SUM_SOFT_MAX_WEIGHT, "-g * SqDist(x,y)", "b", POINTS));
        plans.put("largest", Plans.of("Max_ArgMax", "(x|y) - g", POINTS));
        plans.put("smallest", Plans.of("Min", "x - y", POINTS));
        plans.put("weighted", Plans.of("Sum", "Exp(-WeightedSqDist(w,x,y)) * b", LONG));
        plans.put("scalar-product", Plans.of("Sum", "Exp((x|y)) * b", LONG));
        return plans;
    }
}
