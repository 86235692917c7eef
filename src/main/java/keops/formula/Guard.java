package keops.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A condition under which a part of a formula counts: only where {@code condition >= 0}, or only where it is not. A
 * condition that is NaN does not hold. Immutable.
 *
 * @param condition a scalar, or of the dimension of the part: then it holds for each component separately
 * @param holds whether the part counts where the condition holds
 */
public record Guard(Formula condition, boolean holds) {
    /** Refuses null. */
    public Guard {
        Objects.requireNonNull(condition, "condition is null");
    }

    /** The guard that an indicator, which is 0 or at least 1, is not 0. */
    static Guard of(Formula indicator) {
        return new Guard(Simplify.minus(indicator, Simplify.number(0.5)), true);
    }

    /** The guard that f is below g, or that it is not. */
    static Guard less(Formula f, Formula g, boolean isLess) {
        return new Guard(Call.of(ElementwiseOperators.MINUS, Call.of(ElementwiseOperators.LESS_THAN, f, g)), !isLess);
    }

    /** f where the part counts, 0 elsewhere. */
    Formula select(Formula f) {
        return select(f, Simplify.number(0));
    }

    /** f where the part counts, g elsewhere. */
    Formula select(Formula f, Formula g) {
        return holds ? Simplify.choose(condition, f, g) : Simplify.choose(condition, g, f);
    }

    /** f where all guards hold, 0 elsewhere. */
    static Formula select(List<Guard> guards, Formula f) {
        Formula selected = f;
        for (Guard guard : guards.reversed()) {
            selected = guard.select(selected);
        }
        return selected;
    }

    /** The guards and one more. */
    static List<Guard> and(List<Guard> guards, List<Guard> further) {
        if (guards.isEmpty() || further.isEmpty()) {
            return guards.isEmpty() ? further : guards;
        }
        var all = new ArrayList<>(guards);
        all.addAll(further);
        return List.copyOf(all);
    }

    /** The guards before the first that holds by component. */
    static List<Guard> scalar(List<Guard> guards) {
        return guards.subList(0, scalars(guards));
    }

    /** The guards from the first that holds by component on. */
    static List<Guard> byComponent(List<Guard> guards) {
        return guards.subList(scalars(guards), guards.size());
    }

    private static int scalars(List<Guard> guards) {
        int count = 0;
        while (count < guards.size() && guards.get(count).condition.dim() == 1) {
            count++;
        }
        return count;
    }
}
