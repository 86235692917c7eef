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
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import keops.error.FormulaException;

/**
 * One walk from a result back to the variables it depends on, which adds up the cotangents that reach each of them. A
 * variable is younger than all it was made from, so that the youngest first is an order in which every cotangent is
 * complete when its turn comes. Elements that were not chosen, by {@code relu} or {@code gather}, do not count: their
 * cotangents are 0, and stay 0 where slopes are infinite. An indicator of what counts goes with the cotangent as far as
 * elements are moved and added; a matrix product or a reduction mixes them, and all that comes out of it counts.
 */
final class Sweep {
    private final Set<Variable> wanted;
    /** Whether a variable depends on one of those that are wanted. */
    private final Map<Variable, Boolean> depends = new HashMap<>();
    private final Map<Variable, Variable> cotangents = new HashMap<>();
    /** For a cotangent that counts in part: an indicator, 0 where it does not, of its shape. */
    private final Map<Variable, Variable> indicators = new HashMap<>();
    /** What is walked through now. */
    private Variable output;
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
                sweep.output = youngest;
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

    /** Adds to the cotangent of an input, where it is asked for: all of it counts, but where nothing of the output does. */
    void add(Variable input, Supplier<Variable> cotangent) {
        if (needs(input)) {
            Variable counts = indicators.get(output);
            if (counts != null && isZero(counts)) {
                add(input, input.filled(0), input.filled(0));
            } else {
                add(input, cotangent.get(), null);
            }
        }
    }

    /** Adds the cotangent of the output with its elements moved and added, where it is asked for. */
    void addMoved(Variable input, UnaryOperator<Variable> moved) {
        addProduct(input, () -> cotangents.get(output), moved);
    }

    /** The same for what only a part of the input, or of each element, came from: the others do not count. */
    void addPart(Variable input, UnaryOperator<Variable> moved) {
        if (needs(input)) {
            Variable counts = indicators.containsKey(output) ? indicators.get(output) : output.filled(1);
            add(input, moved.apply(cotangents.get(output)), moved.apply(counts));
        }
    }

    /**
     * Adds a cotangent where it is asked for: that of the output times slopes, element by element, of which then those
     * that count are moved and added.
     */
    void addProduct(Variable input, Supplier<Variable> product, UnaryOperator<Variable> moved) {
        if (needs(input)) {
            Variable counts = indicators.get(output);
            Variable all = product.get();
            if (counts == null) {
                add(input, moved.apply(all), null);
            } else {
                boolean isKept = all == cotangents.get(output);
                add(input, moved.apply(isKept ? all : new Kept(counts.value()).of(all)), moved.apply(counts));
            }
        }
    }

    private void add(Variable input, Variable cotangent, Variable counts) {
        Variable before = cotangents.get(input);
        Variable indicatorBefore = indicators.remove(input);
        cotangents.put(input, before == null ? cotangent : before.plus(cotangent));
        if (before == null) {
            waiting.add(input);
        }
        if (counts != null && (before == null || indicatorBefore != null)) {
            Variable indicator = before == null ? counts : indicatorBefore.plus(counts);
            if (!isPositive(indicator)) {
                indicators.put(input, indicator);
            }
        }
    }

    private static boolean isZero(Variable indicator) {
        return LongStream.range(0, indicator.value().count()).allMatch(k -> indicator.value().doubleAt(k) == 0);
    }

    private static boolean isPositive(Variable indicator) {
        return LongStream.range(0, indicator.value().count()).allMatch(k -> indicator.value().doubleAt(k) > 0);
    }
}
