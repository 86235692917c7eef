package keops.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Variable;
import keops.formula.Zero;

/**
 * Makes a failing case smaller while it still fails: parts of the formula are replaced, rows and arguments left out.
 */
final class Shrinker {
    private static final int LARGEST_EFFORT = 2_000;

    private Shrinker() {}

    static RandomCase shrink(RandomCase failing, Predicate<RandomCase> fails) {
        RandomCase smallest = failing;
        int effort = 0;
        boolean shrunk = true;
        while (shrunk) {
            shrunk = false;
            for (RandomCase candidate : candidates(smallest)) {
                if (!candidate.isWellFormed()) {
                    continue;
                }
                if (effort++ > LARGEST_EFFORT) {
                    return smallest;
                }
                if (fails.test(candidate)) {
                    smallest = candidate;
                    shrunk = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** The cases one step smaller, the most promising first. */
    private static List<RandomCase> candidates(RandomCase c) {
        var candidates = new ArrayList<RandomCase>();
        for (int size : new int[] {1, c.sizeI() / 2, c.sizeI() - 1}) {
            if (size >= 1 && size < c.sizeI()) {
                candidates.add(withSizes(c, size, c.sizeJ()));
            }
        }
        for (int size : new int[] {1, c.sizeJ() / 2, c.sizeJ() - 1}) {
            if (size >= 1 && size < c.sizeJ()) {
                candidates.add(withSizes(c, c.sizeI(), size));
            }
        }
        if (c.threads() > 1) {
            candidates.add(new RandomCase(c.formula(), c.weight(), c.arguments(), c.data(), c.sizeI(), c.sizeJ(),
                    c.axis(), c.reduction(), 1));
        }
        if (c.weight().isPresent()) {
            candidates.add(c.withFormulas(c.formula(), Optional.empty()));
            smallerOrChild(c.weight().get()).forEach(w -> candidates.add(c.withFormulas(c.formula(), Optional.of(w))));
        }
        smallerOrChild(c.formula()).forEach(formula -> candidates.add(c.withFormulas(formula, c.weight())));
        for (int k = c.arguments().size() - 1; k >= 0; k--) {
            Variable v = c.arguments().get(k);
            if (c.formulas().stream().noneMatch(formula -> uses(formula, v))) {
                candidates.add(without(c, k));
            }
        }
        return candidates;
    }

    private static List<Formula> smallerOrChild(Formula formula) {
        var found = new ArrayList<>(formula.children());
        found.addAll(smaller(formula));
        return found;
    }

    /** Formulas of the same dimension with one part replaced by something simpler. */
    private static List<Formula> smaller(Formula formula) {
        var found = new ArrayList<Formula>();
        if (formula instanceof Call call) {
            call.children().stream().filter(child -> child.dim() == call.dim()).forEach(found::add);
            found.add(number(call.dim()));
            for (int k = 0; k < call.children().size(); k++) {
                for (Formula replacement : smaller(call.children().get(k))) {
                    var children = new ArrayList<>(call.children());
                    children.set(k, replacement);
                    Call smaller = UsageGuess.callOrNull(call.operator(), children, call.parameters());
                    if (smaller != null) {
                        found.add(smaller);
                    }
                }
            }
        }
        if (formula instanceof Variable v) {
            found.add(number(v.dim()));
        }
        return found;
    }

    private static Formula number(int dim) {
        return dim == 1 ? new Constant(1) : new Zero(dim);
    }

    private static boolean uses(Formula formula, Variable variable) {
        return formula.equals(variable) || formula.children().stream().anyMatch(child -> uses(child, variable));
    }

    private static RandomCase withSizes(RandomCase c, int sizeI, int sizeJ) {
        List<float[]> data = IntStream.range(0, c.data().size()).mapToObj(k -> {
            Variable v = c.arguments().get(k);
            return v.category() == Category.PARAMETER
                    ? c.data().get(k)
                    : Arrays.copyOf(c.data().get(k), (v.category() == Category.I ? sizeI : sizeJ) * v.dim());
        }).toList();
        return new RandomCase(c.formula(), c.weight(), c.arguments(), data, sizeI, sizeJ, c.axis(), c.reduction(),
                c.threads());
    }

    private static RandomCase without(RandomCase c, int removed) {
        var arguments = new ArrayList<Variable>();
        for (Variable v : c.arguments()) {
            if (v.position() != removed) {
                arguments.add(moved(v, removed));
            }
        }
        var data = new ArrayList<>(c.data());
        data.remove(removed);
        return new RandomCase(moved(c.formula(), removed), c.weight().map(w -> moved(w, removed)),
                List.copyOf(arguments), List.copyOf(data), c.sizeI(), c.sizeJ(), c.axis(), c.reduction(), c.threads());
    }

    private static Formula moved(Formula formula, int removed) {
        return switch (formula) {
            case Variable v -> moved(v, removed);
            case Call call -> new Call(call.operator(),
                    call.children().stream().map(child -> moved(child, removed)).toList(), call.parameters());
            default -> formula;
        };
    }

    private static Variable moved(Variable v, int removed) {
        return v.position() < removed ? v : new Variable(v.name(), v.position() - 1, v.dim(), v.category());
    }
}
