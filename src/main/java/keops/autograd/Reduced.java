package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.Gradient;
import keops.GradientPass;
import keops.tensor.ScratchArena;
import keops.tensor.Tensor;

/**
 * A reduction that changes as a sum does. Where it has several outputs, sums by rows, by columns and over all pairs, the
 * value is a vector of all their numbers, one output after the other.
 */
record Reduced(Genred genred) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
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
    private List<Variable> outputs(Variable all, List<Variable> inputs) {
        if (genred.outputs() == 1) {
            return List.of(all);
        }
        var outputs = new ArrayList<Variable>();
        long from = 0;
        for (long[] shape : genred.outputShapes(inputs.stream().map(Variable::value).toArray(Tensor[]::new))) {
            long count = Tensors.count(shape);
            outputs.add(all.slice(0, from, from + count).reshape(shape));
            from += count;
        }
        return outputs;
    }

    /** The outputs of the reduction of some variables. */
    static List<Variable> outputs(Genred genred, List<Variable> inputs) {
        var reduced = new Reduced(genred);
        return reduced.outputs(reduced.of(inputs), inputs);
    }

    @Override
    public void pullback(Sweep sweep, Variable output, Variable e) {
        pullback((k, cotangent) -> sweep.add(output.input(k), cotangent), k -> sweep.needs(output.input(k)),
                output.inputs(), output, e);
    }

    /** What takes the cotangents of the inputs. */
    interface Cotangents {
        void add(int input, Supplier<Variable> cotangent);
    }

    /** The cotangents of the inputs that are needed, for the value that some inputs gave. */
    void pullback(Cotangents cotangents, IntPredicate needs, List<Variable> inputs, Variable value, Variable e) {
        Gradient gradient = genred.gradient(
                IntStream.range(0, inputs.size()).filter(needs).mapToObj(genred.arguments()::get).toList());
        // The reduction itself is saved last; what comes before it are logarithms.
        List<Variable> saved = gradient.saved().stream()
                .map(reduction -> reduction == genred ? value : outputs(reduction, inputs).getFirst())
                .map(result -> Elementwise.NEVER_SMALLEST.of(result))
                .toList();
        List<Variable> all = Stream.of(inputs, saved, outputs(e, inputs)).flatMap(List::stream).toList();
        for (GradientPass pass : gradient.passes()) {
            List<Variable> sums = outputs(pass.sum(), all);
            List<List<keops.formula.Variable>> byOutput = pass.byOutput();
            for (int k = 0; k < byOutput.size(); k++) {
                add(cotangents, inputs, byOutput.get(k), sums.get(k));
            }
        }
    }

    /** Cuts gradients that lie side by side along the last axis. */
    private static void add(Cotangents cotangents, List<Variable> inputs, List<keops.formula.Variable> sideBySide,
            Variable sums) {
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
