package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.Gradient;
import keops.GradientPass;
import keops.tensor.DType;
import keops.tensor.ScratchArena;
import keops.tensor.Tensor;

/**
 * A reduction that changes as a sum does. Where it has several outputs, sums by rows, by columns and over all pairs, the
 * value is a vector of all their numbers, one output after the other.
 *
 * @param genred the reduction
 * @param known the value, or what changes as it does, where that is there already
 */
record Reduced(Genred genred, Optional<Tensor> known) implements Operation {
    /** Logarithms up to which rounding does 16 times the precision to their powers. */
    private static final double ACCURATE_FLOAT = 16;

    private static final double ACCURATE_DOUBLE = 256;

    Reduced(Genred genred) {
        this(genred, Optional.empty());
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        if (known.isPresent()) {
            return known.get();
        }
        Tensor[] arguments = inputs.toArray(Tensor[]::new);
        if (genred.outputs() == 1) {
            return genred.call(arena, arguments);
        }
        try (Arena scratch = new ScratchArena()) {
            return new Concatenation(0).value(arena, genred.callAll(scratch, arguments).stream()
                    .map(output -> output.reshape(output.count()))
                    .toList());
        }
    }

    /** Takes the outputs, or their cotangents, out of what {@link #value} put together. */
    private List<TapeVariable> outputs(TapeVariable all, List<TapeVariable> inputs) {
        if (genred.outputs() == 1) {
            return List.of(all);
        }
        var outputs = new ArrayList<TapeVariable>();
        long from = 0;
        for (long[] shape : genred.outputShapes(inputs.stream().map(TapeVariable::value).toArray(Tensor[]::new))) {
            long count = Tensors.count(shape);
            outputs.add(all.slice(0, from, from + count).reshape(shape));
            from += count;
        }
        return outputs;
    }

    /** The outputs of the reduction of some variables. */
    static List<TapeVariable> outputs(Genred genred, List<TapeVariable> inputs) {
        var reduced = new Reduced(genred);
        return reduced.outputs(reduced.of(inputs), inputs);
    }

    @Override
    public void pullback(BackwardPass sweep, TapeVariable output, TapeVariable e) {
        pullback((k, cotangent) -> sweep.add(output.input(k), cotangent), k -> sweep.needs(output.input(k)),
                output.inputs(), output, e);
    }

    /** What takes the cotangents of the inputs. */
    interface Cotangents {
        void add(int input, Supplier<TapeVariable> cotangent);
    }

    /** The cotangents of the inputs that are needed, for the value that some inputs gave. */
    void pullback(Cotangents cotangents, IntPredicate needs, List<TapeVariable> inputs, TapeVariable value, TapeVariable e) {
        Gradient gradient = genred.gradient(
                IntStream.range(0, inputs.size()).filter(needs).mapToObj(genred.arguments()::get).toList());
        List<TapeVariable> all =
                Stream.of(inputs, saved(gradient, inputs, value), outputs(e, inputs)).flatMap(List::stream).toList();
        for (GradientPass pass : gradient.passes()) {
            List<TapeVariable> sums = outputs(pass.sum(), all);
            List<List<keops.formula.Variable>> byOutput = pass.byOutput();
            for (int k = 0; k < byOutput.size(); k++) {
                add(cotangents, inputs, byOutput.get(k), sums.get(k));
            }
        }
    }

    /** The rows that the passes take: a constant shift, and what changes as the saved results do. */
    private List<TapeVariable> saved(Gradient gradient, List<TapeVariable> inputs, TapeVariable value) {
        var saved = new ArrayList<TapeVariable>();
        if (!gradient.saved().isEmpty()) {
            Tape tape = value.tape();
            // A known value may be what logarithms are more than a shift.
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

    /** Whether rounding changed logarithms by so little that their powers are as accurate as others. */
    private static boolean isAccurate(Tensor logarithms) {
        double largest = logarithms.dtype() == DType.FLOAT32 ? ACCURATE_FLOAT : ACCURATE_DOUBLE;
        for (long k = 0; k < logarithms.count(); k++) {
            if (logarithms.device().isPresent() || Math.abs(logarithms.doubleAt(k)) > largest) {
                return false;
            }
        }
        return true;
    }

    /** Cuts gradients that lie side by side along the last axis. */
    private static void add(Cotangents cotangents, List<TapeVariable> inputs, List<keops.formula.Variable> sideBySide,
            TapeVariable sums) {
        int axis = sums.value().rank() - 1;
        long from = 0;
        for (keops.formula.Variable variable : sideBySide) {
            long[] shape = inputs.get(variable.position()).shape();
            long start = from;
            from += variable.dim();
            long end = from;
            cotangents.add(variable.position(), () -> sums.slice(axis, start, end).sumTo(shape));
        }
    }
}
