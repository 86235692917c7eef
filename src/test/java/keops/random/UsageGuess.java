package keops.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Operator;

/**
 * Calls of operators of which only the table's row is known: dimensions and parameters are tried until the operator
 * takes them. How many of the names in the usage are formulas is tried too, and kept.
 */
final class UsageGuess {
    private static final int TRIES = 400;

    private final Map<String, Integer> formulas = new ConcurrentHashMap<>();

    /** A call, or null where none was found. */
    Formula draw(Operator operator, FormulaDraw draw, int dim, int depth) {
        String usage = operator.usage();
        List<String> names = new ArrayList<>(
                Arrays.asList(usage.substring(usage.indexOf('(') + 1, usage.lastIndexOf(')')).split(",")));
        boolean open = names.remove("...");
        if (operator.isElementwise() && elementwise(operator, names.size())) {
            return Call.of(operator, names.stream()
                    .map(_ -> draw.broadcast(dim, depth)).toArray(Formula[]::new));
        }
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int count = formulas.getOrDefault(operator.name(), 1 + draw.below(names.size()));
            List<Formula> leaves = new ArrayList<>();
            for (int k = 0; k < count + (open ? draw.below(2) : 0); k++) {
                leaves.add(draw.leaf(draw.chance(0.4) ? dim : draw.chance(0.7) ? draw.dim() : 4 * draw.dim()));
            }
            List<List<Integer>> numbers = new ArrayList<>();
            for (int k = count; k < names.size(); k++) {
                numbers.add(List.of(draw.below(5)));
            }
            Call accepted = callOrNull(operator, leaves, numbers);
            if (accepted != null) {
                formulas.put(operator.name(), count);
                return new Call(operator, accepted.children().stream()
                        .map(leaf -> draw.formula(leaf.dim(), depth)).toList(), numbers);
            }
        }
        return null;
    }

    /** Whether every name in the usage of an elementwise operator is a formula. */
    private boolean elementwise(Operator operator, int names) {
        return formulas.computeIfAbsent(operator.name(), _ -> {
            int count = names;
            while (count > 0 && callOrNull(operator, Collections.nCopies(count, new Constant(1)),
                    Collections.nCopies(names - count, List.of(1))) == null) {
                count--;
            }
            return count;
        }) == names;
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
