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
final class BackwardPass {
    private final Set<TapeVariable> wanted;
    /** Whether a variable depends on one of those that are wanted. */
    private final Map<TapeVariable, Boolean> depends = new HashMap<>();
    private final Map<TapeVariable, TapeVariable> cotangents = new HashMap<>();
    /** For a cotangent that counts in part: an indicator, 0 where it does not, of its shape. */
    private final Map<TapeVariable, TapeVariable> indicators = new HashMap<>();
    /** What is walked through now. */
    private TapeVariable output;
    private final PriorityQueue<TapeVariable> waiting =
            new PriorityQueue<>(Comparator.comparingLong(TapeVariable::number).reversed());

    private BackwardPass(List<TapeVariable> by) {
        this.wanted = new HashSet<>(by);
    }

    static List<TapeVariable> gradients(TapeVariable result, TapeVariable cotangent, List<TapeVariable> by) {
        for (TapeVariable variable : by) {
            if (variable.tape() != result.tape()) {
                throw new FormulaException("variables of two tapes meet: " + variable + " belongs to another");
            }
        }
        var sweep = new BackwardPass(by);
        sweep.explore(result);
        sweep.add(result, () -> cotangent);
        while (!sweep.waiting.isEmpty()) {
            TapeVariable youngest = sweep.waiting.poll();
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
    private void explore(TapeVariable result) {
        var path = new ArrayDeque<TapeVariable>(List.of(result));
        while (!path.isEmpty()) {
            TapeVariable variable = path.peek();
            List<TapeVariable> unknown = depends.containsKey(variable)
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
    boolean needs(TapeVariable input) {
        return depends.getOrDefault(input, false);
    }

    /** Adds to the cotangent of an input, where it is asked for: all of it counts, but where nothing of the output does. */
    void add(TapeVariable input, Supplier<TapeVariable> cotangent) {
        if (needs(input)) {
            TapeVariable counts = indicators.get(output);
            if (counts != null && isZero(counts)) {
                add(input, input.filled(0), input.filled(0));
            } else {
                add(input, cotangent.get(), null);
            }
        }
    }

    /** Adds the cotangent of the output with its elements moved and added, where it is asked for. */
    void addMoved(TapeVariable input, UnaryOperator<TapeVariable> moved) {
        addProduct(input, () -> cotangents.get(output), moved);
    }

    /** The same for what only a part of the input, or of each element, came from: the others do not count. */
    void addPart(TapeVariable input, UnaryOperator<TapeVariable> moved) {
        if (needs(input)) {
            TapeVariable counts = indicators.containsKey(output) ? indicators.get(output) : output.filled(1);
            add(input, moved.apply(cotangents.get(output)), moved.apply(counts));
        }
    }

    /**
     * Adds a cotangent where it is asked for: that of the output times slopes, element by element, of which then those
     * that count are moved and added.
     */
    void addProduct(TapeVariable input, Supplier<TapeVariable> product, UnaryOperator<TapeVariable> moved) {
        if (needs(input)) {
            TapeVariable counts = indicators.get(output);
            TapeVariable all = product.get();
            if (counts == null) {
                add(input, moved.apply(all), null);
            } else {
                boolean isKept = all == cotangents.get(output);
                add(input, moved.apply(isKept ? all : new Masked(counts.value()).of(all)), moved.apply(counts));
            }
        }
    }

    private void add(TapeVariable input, TapeVariable cotangent, TapeVariable counts) {
        TapeVariable before = cotangents.get(input);
        TapeVariable indicatorBefore = indicators.remove(input);
        cotangents.put(input, before == null ? cotangent : before.plus(cotangent));
        if (before == null) {
            waiting.add(input);
        }
        if (counts != null && (before == null || indicatorBefore != null)) {
            TapeVariable indicator = before == null ? counts : indicatorBefore.plus(counts);
            if (!isPositive(indicator)) {
                indicators.put(input, indicator);
            }
        }
    }

    private static boolean isZero(TapeVariable indicator) {
        return LongStream.range(0, indicator.value().count()).allMatch(k -> indicator.value().doubleAt(k) == 0);
    }

    private static boolean isPositive(TapeVariable indicator) {
        return LongStream.range(0, indicator.value().count()).allMatch(k -> indicator.value().doubleAt(k) > 0);
    }
}
