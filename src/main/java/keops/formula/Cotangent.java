package keops.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The accumulated cotangent of a node: a sum of terms, each under the guards that it passed. Where its guards do not
 * hold, a term is meaningless and need not be finite; so it is selected last, after all products of the chain rule, and
 * 0 times infinity never occurs. The guards form a tree, of the size of what was added.
 */
final class Cotangent {
    /** The sum of the terms without further guards, or null. */
    private Formula sum;
    /** For each condition, the terms where it holds and those where it does not; one of the two may be null. */
    private final Map<Formula, Branches> choices = new LinkedHashMap<>();

    private static final class Branches {
        private Cotangent then;
        private Cotangent otherwise;
    }

    /**
     * A cotangent that is meaningful where all guards hold.
     *
     * @param guards from the outermost on
     * @param e the cotangent
     */
    record Guarded(List<Guard> guards, Formula e) {}

    /** Adds a cotangent. */
    void add(Guarded part) {
        Cotangent at = this;
        for (Guard guard : part.guards) {
            at = at.under(guard);
        }
        at.sum = at.sum == null ? part.e : Simplify.plus(at.sum, part.e);
    }

    private Cotangent under(Guard guard) {
        Branches branches = choices.computeIfAbsent(guard.condition(), _ -> new Branches());
        if (guard.holds()) {
            branches.then = branches.then == null ? new Cotangent() : branches.then;
            return branches.then;
        }
        branches.otherwise = branches.otherwise == null ? new Cotangent() : branches.otherwise;
        return branches.otherwise;
    }

    /** The sum; 0 where no guard holds. */
    Formula formula(int dim) {
        return formula(dim, part -> part);
    }

    /** The sum of the terms after {@code each} was applied to them, before the selection. */
    Formula formula(int dim, UnaryOperator<Formula> each) {
        Formula total = sum == null ? new Zero(dim) : each.apply(sum);
        for (Map.Entry<Formula, Branches> choice : choices.entrySet()) {
            Branches branches = choice.getValue();
            total = Simplify.plus(total, Simplify.choose(choice.getKey(),
                    branches.then == null ? new Zero(dim) : branches.then.formula(dim, each),
                    branches.otherwise == null ? new Zero(dim) : branches.otherwise.formula(dim, each)));
        }
        return total;
    }

    /** The sum, under a guard that at least one term counts. */
    Guarded merged(int dim) {
        var guards = new ArrayList<Guard>();
        Cotangent at = this;
        while (at.sum == null && at.choices.size() == 1) {
            Map.Entry<Formula, Branches> only = at.choices.entrySet().iterator().next();
            Branches branches = only.getValue();
            if (branches.then != null && branches.otherwise != null) {
                break;
            }
            guards.add(new Guard(only.getKey(), branches.then != null));
            at = branches.then != null ? branches.then : branches.otherwise;
        }
        if (!at.countsEverywhere()) {
            guards.add(Guard.of(at.indicator()));
        }
        return new Guarded(List.copyOf(guards), at.formula(dim));
    }

    private boolean countsEverywhere() {
        return sum != null || choices.values().stream().anyMatch(branches -> branches.then != null
                && branches.otherwise != null && branches.then.countsEverywhere()
                && branches.otherwise.countsEverywhere());
    }

    /** At least 1 where a term counts, else 0. */
    private Formula indicator() {
        if (countsEverywhere()) {
            return Simplify.number(1);
        }
        Formula total = Simplify.number(0);
        for (Map.Entry<Formula, Branches> choice : choices.entrySet()) {
            Branches branches = choice.getValue();
            total = Simplify.plus(total, Simplify.choose(choice.getKey(),
                    branches.then == null ? Simplify.number(0) : branches.then.indicator(),
                    branches.otherwise == null ? Simplify.number(0) : branches.otherwise.indicator()));
        }
        return total;
    }
}
