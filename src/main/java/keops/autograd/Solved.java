package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import keops.KernelSolve;
import keops.tensor.Tensor;

/**
 * The solution a of {@code (alpha Id + K) a = b}. With {@code c = (alpha Id + K)^-1 e}, its cotangents are c for b, and
 * those of {@code -sum (c * K a)} for what K is made of; c is such a solution too, so that this is differentiated again.
 */
record Solved(KernelSolve system) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        return system.call(arena, inputs.toArray(Tensor[]::new));
    }

    @Override
    public void pullback(BackwardPass sweep, TapeVariable output, TapeVariable e) {
        int unknown = system.unknown().position();
        TapeVariable c = new Solved(system).of(replaced(output.inputs(), unknown, e));
        sweep.add(output.input(unknown), () -> c);
        List<TapeVariable> others = new ArrayList<>(output.inputs());
        others.remove(unknown);
        if (others.stream().anyMatch(sweep::needs)) {
            List<TapeVariable> withSolution = replaced(output.inputs(), unknown, output);
            TapeVariable product = Reductions.of(system.product(), withSolution.toArray(TapeVariable[]::new));
            new Reduced(system.product()).pullback(
                    (k, cotangent) -> sweep.add(output.input(k), cotangent),
                    k -> k != unknown && sweep.needs(output.input(k)), withSolution, product, c.negate());
        }
    }

    private static List<TapeVariable> replaced(List<TapeVariable> inputs, int at, TapeVariable by) {
        List<TapeVariable> replaced = new ArrayList<>(inputs);
        replaced.set(at, by);
        return replaced;
    }
}
