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
 * A backward pass from a result to the variables on which it depends, which accumulates the cotangent of each.
 * Variables are visited from the youngest to the oldest: as a variable is younger than its inputs, every cotangent is
 * complete before it is pulled back. Elements that were not selected by {@code relu} or {@code gather} are masked:
 * their cotangents are 0, and stay 0 where derivatives are infinite. The mask accompanies the cotangent through
 * operations that move and add elements; matrix products and reductions mix elements, and their results are not masked.
 */
final class BackwardPass {
    private final Set<TapeVariable> wanted;
    /** Whether a variable depends on one by which the result is differentiated. */
    private final Map<TapeVariable, Boolean> depends = new HashMap<>();
    private final Map<TapeVariable, TapeVariable> cotangents = new HashMap<>();
    /** The mask of a cotangent, of its shape: 0 for masked elements. Cotangents without masked elements have none. */
    private final Map<TapeVariable, TapeVariable> masks = new HashMap<>();
    /** The output whose cotangent is being pulled back. */
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
            if (!variable.isDifferentiable()) {
                throw new FormulaException("a gradient is by variables, but " + variable + " is a constant, or depends"
                        + " on constants alone: make it by Tape.variable");
            }
        }
        var pass = new BackwardPass(by);
        pass.explore(result);
        pass.add(result, () -> cotangent);
        while (!pass.waiting.isEmpty()) {
            TapeVariable youngest = pass.waiting.poll();
            if (youngest.operation() != null) {
                pass.output = youngest;
                youngest.operation().pullback(pass, youngest, pass.cotangents.get(youngest));
            }
        }
        return by.stream()
                .map(variable -> pass.cotangents.containsKey(variable)
                        ? pass.cotangents.get(variable)
                        : variable.filled(0))
                .toList();
    }

    /**
     * Finds the variables that depend on those by which the result is differentiated. It is iterative, since a tape may
     * be longer than the stack is deep.
     */
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

    /** Whether the cotangent of an input is needed. */
    boolean needs(TapeVariable input) {
        return depends.getOrDefault(input, false);
    }

    /**
     * Adds to the cotangent of an input, if it is needed. No element is masked, unless all elements of the output are.
     */
    void add(TapeVariable input, Supplier<TapeVariable> cotangent) {
        if (needs(input)) {
            TapeVariable mask = masks.get(output);
            if (mask != null && isZero(mask)) {
                add(input, input.filled(0), input.filled(0));
            } else {
                add(input, cotangent.get(), null);
            }
        }
    }

    /** Adds the cotangent of the output, with its elements moved and added, if it is needed. */
    void addMoved(TapeVariable input, UnaryOperator<TapeVariable> moved) {
        addProduct(input, () -> cotangents.get(output), moved);
    }

    /** Like {@link #addMoved}, for an output that depends on some elements of the input only: the others are masked. */
    void addPart(TapeVariable input, UnaryOperator<TapeVariable> moved) {
        if (needs(input)) {
            TapeVariable mask = masks.containsKey(output) ? masks.get(output) : output.filled(1);
            add(input, moved.apply(cotangents.get(output)), moved.apply(mask));
        }
    }

    /**
     * Adds the elementwise product of the cotangent of the output and derivatives, if it is needed: masked elements of
     * the product are set to 0 before they are moved and added.
     */
    void addProduct(TapeVariable input, Supplier<TapeVariable> product, UnaryOperator<TapeVariable> moved) {
        if (needs(input)) {
            TapeVariable mask = masks.get(output);
            TapeVariable all = product.get();
            if (mask == null) {
                add(input, moved.apply(all), null);
            } else {
                boolean isKept = all == cotangents.get(output);
                add(input, moved.apply(isKept ? all : new Masked(mask.value()).of(all)), moved.apply(mask));
            }
        }
    }

    private void add(TapeVariable input, TapeVariable cotangent, TapeVariable mask) {
        TapeVariable before = cotangents.get(input);
        TapeVariable maskBefore = masks.remove(input);
        cotangents.put(input, before == null ? cotangent : before.plus(cotangent));
        if (before == null) {
            waiting.add(input);
        }
        if (mask != null && (before == null || maskBefore != null)) {
            TapeVariable total = before == null ? mask : maskBefore.plus(mask);
            if (!isPositive(total)) {
                masks.put(input, total);
            }
        }
    }

    private static boolean isZero(TapeVariable mask) {
        return LongStream.range(0, mask.value().count()).allMatch(k -> mask.value().doubleAt(k) == 0);
    }

    private static boolean isPositive(TapeVariable mask) {
        return LongStream.range(0, mask.value().count()).allMatch(k -> mask.value().doubleAt(k) > 0);
    }
}
