package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import keops.derivative.ChosenPairs;
import keops.derivative.Differentiable;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** Extrema on a tape: the values of the formula at the selected pairs, whose selection counts as constant. */
final class Chosen {
    private Chosen() {}

    static List<TapeVariable> outputs(Differentiable reduction, ChosenPairs pairs, List<TapeVariable> arguments) {
        Tape tape = arguments.getFirst().tape();
        Arena arena = tape.arena();
        List<Tensor> results = reduction.callAll(arena, Tensors.of(arguments));
        Tensor chosen = results.size() == 2 ? results.getLast() : pairs.indices().call(arena, Tensors.of(arguments));
        ChosenPairs.Pairs list = pairs.list(arena, chosen);
        var atPairs = new ArrayList<TapeVariable>();
        for (Variable variable : reduction.arguments()) {
            TapeVariable argument = arguments.get(variable.position());
            atPairs.add(pairs.rowsOf(variable, list).map(argument::gather).orElse(argument));
        }
        pairs.further(arena, results.getFirst().dtype(), list).forEach(tensor -> atPairs.add(tape.constant(tensor)));
        TapeVariable numbers = Reduced.outputs(pairs.values(), atPairs).getFirst();
        Tensor values = results.getFirst();
        TapeVariable placed = new ScatterRows(list.places(), values.count()).of(numbers).reshape(values.shape());
        var outputs = new ArrayList<TapeVariable>();
        outputs.add(list.places().count() == values.count()
                ? placed
                : placed.plus(tape.constant(missing(arena, values, list))));
        results.stream().skip(1).forEach(indices -> outputs.add(tape.constant(indices)));
        return outputs;
    }

    /** The infinite values at components without a selected pair, and zeros elsewhere. */
    private static Tensor missing(Arena arena, Tensor values, ChosenPairs.Pairs list) {
        Tensor missing = Tensor.allocate(arena, values.dtype(), values.shape()).copyFrom(values);
        for (long k = 0; k < list.places().count(); k++) {
            missing.setDoubleAt(list.places().longAt(k), 0);
        }
        return missing;
    }
}
