package keops.call;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.plan.CurrentWatch;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Arguments of integers: labels and indices. They are computed in the type of the other arguments, which has to hold
 * each of them exactly, and nothing is differentiated by them.
 */
public final class WholeArguments {
    /** The significant bits of a float and of a double. */
    private static final int FLOAT_BITS = 24;
    private static final int DOUBLE_BITS = 53;

    private WholeArguments() {}

    /**
     * Checks that the type that is computed in holds all integers of a call. Those of a device are looked at on the
     * host.
     *
     * @throws FormulaException if there is one that it does not hold
     */
    public static void requireExact(List<Variable> declared, Tensor[] given, DType compute) {
        for (Variable variable : declared) {
            Tensor tensor = given[variable.position()];
            boolean isAlwaysExact = tensor.dtype() == DType.INT32 && compute == DType.FLOAT64;
            if (!tensor.dtype().isFloating() && !isAlwaysExact) {
                try (Arena arena = new ScratchArena()) {
                    requireExact(variable, Home.onHost(arena, tensor), compute);
                }
            }
        }
    }

    private static void requireExact(Variable variable, Tensor tensor, DType compute) {
        int bits = compute == DType.FLOAT32 ? FLOAT_BITS : DOUBLE_BITS;
        long limit = 1L << bits;
        long count = tensor.count();
        for (long k = 0; k < count; k++) {
            CurrentWatch.checkAt(k);
            long value = tensor.longAt(k);
            if ((value > limit || value < -limit) && significantBits(value) > bits) {
                throw new FormulaException(ArgumentCheck.name(variable) + " holds " + value + " at position " + k
                        + ", which " + compute
                        + " does not hold exactly: integers are computed in the type of the other"
                        + " arguments, which holds those up to 2^" + bits
                        + (compute == DType.FLOAT32 ? "; use float64 for these" : ""));
            }
        }
    }

    private static int significantBits(long value) {
        long size = Math.abs(value);
        return Long.SIZE - Long.numberOfLeadingZeros(size) - Long.numberOfTrailingZeros(size);
    }

    /**
     * Checks that some arguments are numbers to differentiate by.
     *
     * @throws FormulaException if one holds integers
     */
    public static void requireDifferentiable(List<Variable> by, Tensor... given) {
        for (Variable variable : by) {
            Tensor tensor = given[variable.position()];
            if (!tensor.dtype().isFloating()) {
                throw new FormulaException("nothing is differentiated by integers, but " + ArgumentCheck.name(variable)
                        + " is " + tensor.description() + ": name the arguments to differentiate by, or convert it");
            }
        }
    }
}
