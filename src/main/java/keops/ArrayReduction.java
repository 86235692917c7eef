package keops;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A reduction that takes plain arrays: {@code float[]} and {@code double[]} (a parameter, or rows side by side),
 * {@code float[][]} and {@code double[][]} (rows), numbers (a parameter of dimension 1), {@link MemorySegment}s (rows side by
 * side, or a parameter) and {@link Tensor}s. Results are tensors whose memory is collected with them.
 *
 * <p>The element type is that of the arrays; segments and numbers take the type of the first array or tensor beside them,
 * or float32 where there is none.
 */
public final class ArrayReduction {
    private final Genred reduction;

    ArrayReduction(Genred reduction) {
        this.reduction = reduction;
    }

    /**
     * Computes a reduction with one output.
     *
     * @param arguments the arguments in order
     * @throws FormulaException if an argument does not fit, before any work is done
     */
    public Tensor call(Object... arguments) {
        return reduction.call(Arena.ofAuto(), tensors(arguments));
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments in order
     * @return the outputs: one, or values and indices
     * @throws FormulaException if an argument does not fit, before any work is done
     */
    public List<Tensor> callAll(Object... arguments) {
        return reduction.callAll(Arena.ofAuto(), tensors(arguments));
    }

    private Tensor[] tensors(Object[] arguments) {
        DType dtype = dtype(arguments);
        List<Variable> declared = reduction.arguments();
        var tensors = new ArrayList<Tensor>();
        for (int k = 0; k < arguments.length; k++) {
            int number = k;
            Object argument = Objects.requireNonNull(arguments[k], () -> "argument " + number + " is null");
            // The number of arguments is checked by the reduction; a surplus one is taken as it comes.
            Variable variable = k < declared.size() ? declared.get(k) : new Variable("", k, 1, Category.PARAMETER);
            tensors.add(tensor(k, argument, variable, dtype));
        }
        return tensors.toArray(Tensor[]::new);
    }

    private static DType dtype(Object[] arguments) {
        for (Object argument : arguments) {
            switch (argument) {
                case float[] _, float[][] _ -> {
                    return DType.FLOAT32;
                }
                case double[] _, double[][] _ -> {
                    return DType.FLOAT64;
                }
                case Tensor t -> {
                    return t.dtype();
                }
                case null, default -> { }
            }
        }
        return DType.FLOAT32;
    }

    private static Tensor tensor(int number, Object argument, Variable variable, DType dtype) {
        return switch (argument) {
            case Tensor t -> t;
            case float[][] rows -> Tensor.of(rows);
            case double[][] rows -> Tensor.of(rows);
            case float[] values -> shaped(number, Tensor.of(values), variable);
            case double[] values -> shaped(number, Tensor.of(values), variable);
            case Number value -> Tensor.vector(dtype, value.doubleValue());
            case MemorySegment segment ->
                shaped(number, Tensor.of(segment, dtype, segment.byteSize() / dtype.bytes()), variable);
            default -> throw new FormulaException("argument " + number + " must be an array of float or double, a number,"
                    + " a MemorySegment or a Tensor, but is a " + argument.getClass().getSimpleName());
        };
    }

    /** Rows side by side, cut to the dimension of the variable. */
    private static Tensor shaped(int number, Tensor values, Variable variable) {
        if (variable.category() == Category.PARAMETER) {
            return values;
        }
        if (values.count() % variable.dim() != 0) {
            throw new FormulaException("argument " + number + " must hold rows of " + variable.dim() + " numbers, but has "
                    + values.count() + " numbers");
        }
        return values.reshape(values.count() / variable.dim(), variable.dim());
    }
}
