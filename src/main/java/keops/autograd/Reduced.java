package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.Gradient;
import keops.GradientPass;
import keops.tensor.Tensor;

/**
 * A reduction that changes as a sum does. Where it has two outputs, rows and totals, the value is a vector of all their
 * numbers, one output after the other.
 */
record Reduced(Genred genred) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor[] arguments = inputs.toArray(Tensor[]::new);
        if (genred.outputs() == 1) {
            return genred.call(arena, arguments);
        }
        try (Arena scratch = Arena.ofShared()) {
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
        Variable all = reduced.of(inputs.getFirst(), inputs.stream().skip(1).toArray(Variable[]::new));
        return reduced.outputs(all, inputs);
    }

    @Override
    public void pullback(Sweep sweep, Variable output, Variable e) {
        List<Variable> inputs = output.inputs();
        Gradient gradient = genred.gradient(IntStream.range(0, inputs.size())
                .filter(k -> sweep.needs(inputs.get(k)))
                .mapToObj(genred.arguments()::get)
                .toList());
        // The reduction itself is saved last; what comes before it are logarithms.
        List<Variable> saved = gradient.saved().stream()
                .map(reduction -> reduction == genred ? output : outputs(reduction, inputs).getFirst())
                .toList();
        List<Variable> all = Stream.of(inputs.stream(), saved.stream().map(v -> Elementwise.NEVER_SMALLEST.of(v)),
                        outputs(e, inputs).stream())
                .flatMap(variables -> variables)
                .toList();
        for (GradientPass pass : gradient.passes()) {
            List<Variable> sums = outputs(pass.sum(), all);
            add(sweep, inputs, pass.byRow(), sums.getFirst());
            add(sweep, inputs, pass.total(), sums.getLast());
        }
    }

    /** Cuts gradients that lie side by side along the last axis. */
    private static void add(Sweep sweep, List<Variable> inputs, List<keops.formula.Variable> sideBySide, Variable sums) {
        int axis = sums.value().rank() - 1;
        long from = 0;
        for (keops.formula.Variable variable : sideBySide) {
            Variable input = inputs.get(variable.position());
            long start = from;
            from += variable.dim();
            long end = from;
            sweep.add(input, () -> sums.slice(axis, start, end).sumTo(input.shape()));
        }
    }
}
