package keops.autograd;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import keops.KernelSolve;
import keops.derivative.Inside;
import keops.tensor.Tensor;

/**
 * The solution a of {@code (alpha Id + K) a = b}. With {@code c = (alpha Id + K)^-1 e}, the cotangent of b is c, and
 * those of the arguments of K are the gradients of {@code -sum (c * K a)} with c and a held constant. As c is such a
 * solution, too, it can be differentiated again.
 */
record Solved(KernelSolve system) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        return system.call(arena, inputs.toArray(Tensor[]::new));
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        int unknown = system.unknown().position();
        TapeVariable c = new Solved(system).of(replaced(output.inputs(), unknown, e));
        pass.add(output.input(unknown), () -> c);
        List<TapeVariable> others = new ArrayList<>(output.inputs());
        others.remove(unknown);
        if (others.stream().anyMatch(pass::needs)) {
            List<TapeVariable> withSolution = replaced(output.inputs(), unknown, output);
            TapeVariable product = Reductions.of(system.product(), withSolution.toArray(TapeVariable[]::new));
            new Reduced(Inside.of(system.product())).pullback(
                    (k, cotangent) -> pass.add(output.input(k), cotangent),
                    k -> k != unknown && pass.needs(output.input(k)), withSolution, product, c.negate());
        }
    }

    private static List<TapeVariable> replaced(List<TapeVariable> inputs, int at, TapeVariable by) {
        List<TapeVariable> replaced = new ArrayList<>(inputs);
        replaced.set(at, by);
        return replaced;
    }
}
