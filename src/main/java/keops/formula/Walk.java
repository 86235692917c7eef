package keops.formula;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Visits the graph of a formula in topological order, operands first. */
final class Walk {
    private Walk() {}

    /**
     * Visits the unknown nodes below a formula, and the formula last. It is a loop, since graphs may be deeper than the
     * stack.
     *
     * @param root the formula
     * @param isKnown whether a node was visited, or need not be
     * @param parts what must be known before a node is visited; asked again as more becomes known
     * @param visit makes a node known
     */
    static void partsFirst(Formula root, Predicate<Formula> isKnown, Function<Formula, List<Formula>> parts,
            Consumer<Formula> visit) {
        var waiting = new ArrayDeque<Formula>(List.of(root));
        while (!waiting.isEmpty()) {
            Formula formula = waiting.peek();
            List<Formula> missing = isKnown.test(formula)
                    ? List.of()
                    : parts.apply(formula).stream().filter(part -> !isKnown.test(part)).toList();
            if (missing.isEmpty()) {
                waiting.pop();
                if (!isKnown.test(formula)) {
                    visit.accept(formula);
                }
            }
            missing.forEach(waiting::push);
        }
    }
}
