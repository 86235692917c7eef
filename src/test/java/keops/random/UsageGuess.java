package keops.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Formula;
import keops.formula.Operator;

/**
 * Calls of operators of which only the table's row is known: dimensions and parameters are tried until the operator
 * takes them. How many of the names in the usage are formulas is tried too, and kept.
 */
final class UsageGuess {
    private static final int TRIES = 2_000;

    private final Map<String, Integer> formulas = new ConcurrentHashMap<>();

    /** A call, or null where none was found. */
    Formula draw(Operator operator, FormulaDraw draw, int dim, int depth) {
        int count = formulas.computeIfAbsent(operator.name(), _ -> formulas(operator));
        if (operator.isElementwise() && count == names(operator).size()) {
            return Call.of(operator, names(operator).stream()
                    .map(_ -> draw.broadcast(dim, depth)).toArray(Formula[]::new));
        }
        Call accepted = count == 0 ? null : onLeaves(operator, count, draw, dim);
        return accepted == null ? null : new Call(operator, accepted.children().stream()
                .map(leaf -> draw.formula(leaf.dim(), depth)).toList(), accepted.parameters());
    }

    private static List<String> names(Operator operator) {
        String usage = operator.usage();
        var names = new ArrayList<>(
                Arrays.asList(usage.substring(usage.indexOf('(') + 1, usage.lastIndexOf(')')).split(",")));
        names.remove("...");
        return names;
    }

    /**
     * How many names are formulas; 0 where that is not found. It draws by itself, so that cases do not depend on it.
     */
    private static int formulas(Operator operator) {
        var draw = new FormulaDraw(new SplittableRandom(1), List.of(), List.of());
        int count = names(operator).size();
        while (count > 0 && onLeaves(operator, count, draw, 2) == null) {
            count--;
        }
        return count;
    }

    /** A call on leaves of dimensions that the operator takes. */
    private static Call onLeaves(Operator operator, int count, FormulaDraw draw, int dim) {
        boolean open = operator.usage().contains("...");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<Formula> leaves = new ArrayList<>();
            for (int k = 0; k < count + (open ? draw.below(2) : 0); k++) {
                leaves.add(draw.leaf(draw.chance(0.4) ? dim : draw.chance(0.7) ? draw.dim() : 4 * draw.dim()));
            }
            List<List<Integer>> numbers = new ArrayList<>();
            for (int k = count; k < names(operator).size(); k++) {
                numbers.add(List.of(draw.below(5)));
            }
            Call call = callOrNull(operator, leaves, numbers);
            if (call != null) {
                return call;
            }
        }
        return null;
    }

    /** A call, or null where the operator does not take it. */
    static Call callOrNull(Operator operator, List<? extends Formula> arguments, List<List<Integer>> numbers) {
        try {
            return new Call(operator, List.copyOf(arguments), numbers);
        } catch (FormulaException e) {
            return null;
        }
    }
}
