package keops.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What has reached a node in a sweep: a sum of cotangents, each with the choices that it has come through. A cotangent
 * under guards is meaningless where they do not hold, and need not be finite there; so the choice is made last, after all
 * products of the chain rule: 0 times infinity never comes to be. The choices are a tree, of the size of what was added.
 */
final class Cotangent {
    /** The sum of what is under no further choice, or null. */
    private Formula sum;
    /** By condition: what counts where it holds, and where it does not; one of the two may be null. */
    private final Map<Formula, Branches> choices = new LinkedHashMap<>();

    private static final class Branches {
        private Cotangent then;
        private Cotangent otherwise;
    }

    /**
     * A cotangent that means something where all guards let it count.
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

    /** The sum, 0 where nothing counts. */
    Formula formula(int dim) {
        return formula(dim, part -> part);
    }

    /** The same with something done to each part before the choice. */
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

    /** The sum, under the guards of which one at least lets a part count. */
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
                && branches.otherwise != null && branches.then.countsEverywhere() && branches.otherwise.countsEverywhere());
    }

    /** At least 1 where a part counts, else 0. */
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
