package keops.autograd;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import keops.error.FormulaException;

/**
 * One walk from a result back to the variables it depends on, which adds up the cotangents that reach each of them. A
 * variable is younger than all it was made from, so that the youngest first is an order in which every cotangent is
 * complete when its turn comes.
 */
final class Sweep {
    private final Set<Variable> wanted;
    /** Whether a variable depends on one of those that are wanted. */
    private final Map<Variable, Boolean> depends = new HashMap<>();
    private final Map<Variable, Variable> cotangents = new HashMap<>();
    private final PriorityQueue<Variable> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Variable::number).reversed());

    private Sweep(List<Variable> by) {
        this.wanted = new HashSet<>(by);
    }

    static List<Variable> gradients(Variable result, Variable cotangent, List<Variable> by) {
        for (Variable variable : by) {
            if (variable.tape() != result.tape()) {
                throw new FormulaException("variables of two tapes meet: " + variable + " belongs to another");
            }
        }
        var sweep = new Sweep(by);
        sweep.explore(result);
        sweep.add(result, () -> cotangent);
        while (!sweep.waiting.isEmpty()) {
            Variable youngest = sweep.waiting.poll();
            if (youngest.operation() != null) {
                youngest.operation().pullback(sweep, youngest, sweep.cotangents.get(youngest));
            }
        }
        return by.stream()
                .map(variable -> sweep.cotangents.containsKey(variable)
                        ? sweep.cotangents.get(variable)
                        : variable.filled(0))
                .toList();
    }

    /** Finds what depends on the wanted variables: a loop, as tapes are longer than stacks are deep. */
    private void explore(Variable result) {
        var path = new ArrayDeque<Variable>(List.of(result));
        while (!path.isEmpty()) {
            Variable variable = path.peek();
            List<Variable> unknown = depends.containsKey(variable)
                    ? List.of()
                    : variable.inputs().stream().filter(input -> !depends.containsKey(input)).toList();
            if (unknown.isEmpty()) {
                path.pop();
                depends.put(variable, wanted.contains(variable) || variable.inputs().stream().anyMatch(depends::get));
            }
            unknown.forEach(path::push);
        }
    }

    /** Whether the cotangent of an input is asked for. */
    boolean needs(Variable input) {
        return depends.getOrDefault(input, false);
    }

    /** Adds to the cotangent of an input, where it is asked for. */
    void add(Variable input, Supplier<Variable> cotangent) {
        if (needs(input)) {
            Variable before = cotangents.get(input);
            if (before == null) {
                cotangents.put(input, cotangent.get());
                waiting.add(input);
            } else {
                cotangents.put(input, before.plus(cotangent.get()));
            }
        }
    }
}
