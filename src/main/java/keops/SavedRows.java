package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/** The results of a reduction that its derivatives are made with: those that {@link keops.plan.Linearised} asks for. */
final class SavedRows {
    private final Genred source;
    private final Optional<Genred> logarithm;

    SavedRows(Genred source) {
        this.source = source;
        Plan plan = source.plan();
        this.logarithm = plan.reduction().kind() == Reduction.Kind.SUM_SOFT_MAX_WEIGHT
                ? Optional.of(source.derived(Plan.of(plan.formula(), Optional.empty(), plan.arguments(),
                        Reduction.LOG_SUM_EXP, SumScheme.AUTO, plan.rows())))
                : Optional.empty();
    }

    /**
     * Finds the rows.
     *
     * @param results the results of the reduction, or an empty list to compute what is needed
     */
    List<Tensor> of(Arena arena, List<Tensor> results, Tensor... arguments) {
        if (source.plan().reduction().kind() == Reduction.Kind.SUM) {
            return List.of();
        }
        var rows = new ArrayList<Tensor>();
        logarithm.ifPresent(logarithms -> rows.add(neverSmallest(arena, logarithms.call(arena, arguments))));
        Tensor result = results.isEmpty() ? source.call(arena, arguments) : results.getFirst();
        rows.add(logarithm.isPresent() ? result : neverSmallest(arena, result));
        return rows;
    }

    /** How the rows change. */
    List<Tensor> changes(Arena arena, SumTangent ofSource, Optional<Tangent> ofLogarithm, List<Tensor> directions,
            Tensor... arguments) {
        if (source.plan().reduction().kind() == Reduction.Kind.SUM) {
            return List.of();
        }
        var changes = new ArrayList<Tensor>();
        ofLogarithm.ifPresent(tangent -> changes.add(tangent.call(arena, directions, arguments)));
        changes.addAll(ofSource.call(arena, directions, arguments));
        return changes;
    }

    Optional<Genred> logarithm() {
        return logarithm;
    }

    /** The reductions that give the rows. */
    List<Genred> reductions() {
        return source.plan().reduction().kind() == Reduction.Kind.SUM
                ? List.of()
                : Stream.concat(logarithm.stream(), Stream.of(source)).toList();
    }

    /** Rows whose sum is 0 have the logarithm -inf; with +inf in its place, all their weights e^(F - L) are 0. */
    static Tensor neverSmallest(Arena arena, Tensor logarithms) {
        return Home.of(logarithms).bring(arena, there -> {
            Tensor raised = logarithms.toHost(there);
            for (long k = 0; k < raised.count(); k++) {
                if (raised.doubleAt(k) == Double.NEGATIVE_INFINITY) {
                    raised.setDoubleAt(k, Double.POSITIVE_INFINITY);
                }
            }
            return raised;
        });
    }
}
