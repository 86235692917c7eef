package keops;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/**
 * A kernel product that is ready to run: the reduction that was generated for it, and the tensors in the order in which
 * the reduction takes them. The names of {@link Genred#arguments} say which is which: {@code G_0}, ... are the gammas
 * that are not null, {@code X_0}, ... and {@code Y_0}, ... the variables, {@code B}, {@code U}, ... those of the mode.
 *
 * <p>It may be called from many threads at once.
 *
 * @param reduction the reduction; its {@link Genred#formula} is the generated formula
 * @param arguments the tensors, one for each of {@link Genred#arguments}
 */
public record KernelCall(Genred reduction, List<Tensor> arguments) {
    /** Copies the list. */
    public KernelCall {
        arguments = List.copyOf(arguments);
    }

    /** Computes the product into memory that is freed by the garbage collector, as {@link #call(Arena)} does. */
    public Tensor call() {
        return call(Arena.ofAuto());
    }

    /**
     * Computes the product.
     *
     * @param arena what the result lives in
     * @return (M, E) for sums, (M, 1) for logarithms of sums
     * @throws keops.error.FormulaException if numbers of rows or element types do not fit, before any work is done
     */
    public Tensor call(Arena arena) {
        return reduction.call(arena, arguments.toArray(Tensor[]::new));
    }
}
