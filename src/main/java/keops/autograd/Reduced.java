package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.derivative.Differentiable;
import keops.derivative.GradientPass;
import keops.derivative.Vjp;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A reduction that is differentiated like a sum. If it has several outputs (sums by rows, by columns and over all
 * pairs), the value is the concatenation of their elements.
 *
 * @param reduction the reduction
 * @param known the value, or one with the same derivatives, if it was computed before
 */
record Reduced(Differentiable reduction, Optional<Tensor> known) implements Operation {
    /** Rounding a float32 logarithm of at most this magnitude changes its exponential by at most 16 rounding errors. */
    private static final double ACCURATE_FLOAT = 16;

    private static final double ACCURATE_DOUBLE = 256;

    Reduced(Differentiable reduction) {
        this(reduction, Optional.empty());
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        if (known.isPresent()) {
            return known.get();
        }
        Tensor[] arguments = inputs.toArray(Tensor[]::new);
        if (isAlone()) {
            return reduction.call(arena, arguments);
        }
        try (Arena scratch = new ScratchArena()) {
            return new Concatenation(0).value(arena, reduction.callAll(scratch, arguments).stream()
                    .map(output -> output.reshape(output.count()))
                    .toList());
        }
    }

    private boolean isAlone() {
        return reduction.evaluator().plan().outputs().size() == 1;
    }

    /** Splits the concatenation of {@link #value} into outputs, or into their cotangents. */
    private List<TapeVariable> outputs(TapeVariable all, List<TapeVariable> inputs) {
        if (isAlone()) {
            return List.of(all);
        }
        var outputs = new ArrayList<TapeVariable>();
        long from = 0;
        for (long[] shape : reduction.evaluator().outputShapes(Tensors.of(inputs))) {
            long count = Tensor.count(shape);
            outputs.add(all.slice(0, from, from + count).reshape(shape));
            from += count;
        }
        return outputs;
    }

    /** The outputs of the reduction, applied to variables. */
    static List<TapeVariable> outputs(Differentiable reduction, List<TapeVariable> inputs) {
        var reduced = new Reduced(reduction);
        return reduced.outputs(reduced.of(inputs), inputs);
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        pullback((k, cotangent) -> pass.add(output.input(k), cotangent), k -> pass.needs(output.input(k)),
                output.inputs(), output, e);
    }

    /** A consumer of the cotangents of inputs. */
    interface Cotangents {
        void add(int input, Supplier<TapeVariable> cotangent);
    }

    /** Computes the cotangents of the inputs that are needed. */
    void pullback(Cotangents cotangents, IntPredicate needs, List<TapeVariable> inputs, TapeVariable value,
            TapeVariable e) {
        Vjp gradient = reduction.vjp(
                IntStream.range(0, inputs.size()).filter(needs).mapToObj(reduction.arguments()::get).toList());
        List<TapeVariable> all =
                Stream.of(inputs, saved(gradient, inputs, value), outputs(e, inputs)).flatMap(List::stream).toList();
        for (GradientPass pass : gradient.passes()) {
            List<TapeVariable> sums = outputs(pass.sum(), all);
            List<List<Variable>> byOutput = pass.byOutput();
            for (int k = 0; k < byOutput.size(); k++) {
                add(cotangents, inputs, byOutput.get(k), sums.get(k));
            }
        }
    }

    /** The saved rows of the gradient passes: a constant shift, and results that are differentiated. */
    private List<TapeVariable> saved(Vjp gradient, List<TapeVariable> inputs, TapeVariable value) {
        var saved = new ArrayList<TapeVariable>();
        if (!gradient.saved().isEmpty()) {
            Tape tape = value.tape();
            // A known value may be the difference of a logarithm and a shift.
            boolean isLogarithm = known.isEmpty() && gradient.saved().size() == 1;
            List<Tensor> rows = gradient.savedRows(tape.arena(),
                    isLogarithm && isAccurate(value.value()) ? List.of(value.value()) : List.of(), Tensors.of(inputs));
            saved.add(tape.constant(rows.getFirst()));
            for (int k = 0; k < gradient.saved().size(); k++) {
                saved.add(new Reduced(gradient.saved().get(k), Optional.of(rows.get(k + 1))).of(inputs));
            }
        }
        return saved;
    }

    /** Whether the rounding errors of logarithms are small enough for accurate exponentials. */
    private static boolean isAccurate(Tensor logarithms) {
        double largest = logarithms.dtype() == DType.FLOAT32 ? ACCURATE_FLOAT : ACCURATE_DOUBLE;
        for (long k = 0; k < logarithms.count(); k++) {
            if (logarithms.device().isPresent() || Math.abs(logarithms.doubleAt(k)) > largest) {
                return false;
            }
        }
        return true;
    }

    /** Splits gradients that are concatenated along the last axis. */
    private static void add(Cotangents cotangents, List<TapeVariable> inputs, List<Variable> sideBySide,
            TapeVariable sums) {
        int axis = sums.value().rank() - 1;
        long from = 0;
        for (Variable variable : sideBySide) {
            long[] shape = inputs.get(variable.position()).shape();
            long start = from;
            from += variable.dim();
            long end = from;
            cotangents.add(variable.position(), () -> sums.slice(axis, start, end).sumTo(shape));
        }
    }
}
