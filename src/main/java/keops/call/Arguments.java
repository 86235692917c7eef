package keops.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.tensor.DType;
import keops.tensor.Tensor;
import keops.text.Count;

/**
 * What a call was given, as tensors. Tensors stay as they are; arrays of rows are copied; flat arrays and buffers are
 * viewed, and cut to rows where a variable or a result says how long these are; an array of no rows has these of that
 * length, too; a number is a parameter of dimension 1.
 * Whether the shapes fit is checked later, by {@link ArgumentCheck}.
 */
public final class Arguments {
    private static final String KINDS = "a tensor, an array of numbers, an array of rows or a buffer";

    private Arguments() {}

    /**
     * The arguments of a reduction.
     *
     * @throws FormulaException if there are more or fewer than declared, or one is nothing that can be an argument
     */
    public static Tensor[] of(List<Variable> declared, Object... given) {
        return of(declared, DType.FLOAT64, given);
    }

    /**
     * The arguments of a reduction.
     *
     * @param alone the type of numbers where no other argument has a floating-point type
     */
    public static Tensor[] of(List<Variable> declared, DType alone, Object... given) {
        Objects.requireNonNull(given, "arguments");
        if (given instanceof Tensor[] tensors) {
            return tensors;
        }
        Object[] all = whole(given);
        ArgumentCheck.requireCount(declared, all.length);
        var tensors = new Tensor[all.length];
        for (Variable variable : declared) {
            Object argument = Objects.requireNonNull(all[variable.position()], () -> ArgumentCheck.name(variable));
            tensors[variable.position()] = argument instanceof Tensor tensor
                    ? tensor
                    : tensor(variable, argument, floating(alone, all));
        }
        // A number has the type of the first of the others: if these differ, it is not the one to blame.
        ArgumentCheck.requireOneType(
                declared.stream().filter(variable -> !(all[variable.position()] instanceof Number)).toList(), tensors);
        return tensors;
    }

    /** Refuses a null in the place of an arena, which Java also takes there if the first argument was meant. */
    public static void requireArena(Arena arena) {
        Objects.requireNonNull(arena, "arena is null; if the first argument was meant, it is null, which none may be");
    }

    /** Where the last argument of a call is an array of arrays, Java takes its rows for the arguments. */
    public static Object[] whole(Object... given) {
        return given.getClass().getComponentType().isArray() ? new Object[] {given} : given;
    }

    /** The type that arguments are computed in. */
    private static DType floating(DType alone, Object... given) {
        for (Object argument : given) {
            switch (argument) {
                case float[] _, float[][] _, FloatBuffer _ -> {
                    return DType.FLOAT32;
                }
                case double[] _, double[][] _, DoubleBuffer _ -> {
                    return DType.FLOAT64;
                }
                case Tensor tensor when tensor.dtype().isFloating() -> {
                    return tensor.dtype().compute();
                }
                case null, default -> { }
            }
        }
        return alone;
    }

    private static Tensor tensor(Variable variable, Object given, DType floating) {
        String what = ArgumentCheck.name(variable);
        if (given instanceof Number number) {
            if (variable.category() != Category.PARAMETER || variable.dim() != 1) {
                throw new FormulaException(what + " is the number " + number
                        + ", but a number stands for a parameter of dimension 1, Pm(1), only");
            }
            return NumberArguments.tensor(what, floating, number);
        }
        Tensor tensor = tensor(what, given);
        return variable.category() == Category.PARAMETER ? tensor : cut(what, tensor, variable.dim(), given);
    }

    /** Rows of a known length, where the data do not say it themselves. */
    private static Tensor cut(String what, Tensor tensor, int dim, Object given) {
        if (!isFlat(given) && !isWithoutRows(given)) {
            return tensor;
        }
        if (tensor.count() % dim != 0) {
            throw new FormulaException(what + " must hold rows of " + dim + " numbers, but has "
                    + Count.of(tensor.count(), "number"));
        }
        return tensor.reshape(tensor.count() / dim, dim);
    }

    /** Data whose rows have a known length. */
    public static Tensor rowsOf(String what, int dim, Object given) {
        if (dim < 1) {
            throw new FormulaException(what + " must have a dimension of 1 or more, but " + dim + " came");
        }
        Tensor tensor = cut(what, tensor(what, given), dim, given);
        if (tensor.rank() > 0 && tensor.size(tensor.rank() - 1) != dim) {
            throw new FormulaException(what + " must hold rows of " + Count.of(dim, "number") + ", but is "
                    + tensor.description());
        }
        return tensor;
    }

    /**
     * Any data but a number: a flat array or a buffer has rank 1, an array of rows rank 2.
     *
     * @param what what it is to the user; it begins messages
     */
    public static Tensor tensor(String what, Object given) {
        Objects.requireNonNull(given, what);
        try {
            return switch (given) {
                case Tensor tensor -> tensor;
                case float[] values -> Tensor.of(values);
                case double[] values -> Tensor.of(values);
                case int[] values -> Tensor.of(values);
                case long[] values -> Tensor.of(values);
                case float[][] rows -> Tensor.of(rows);
                case double[][] rows -> Tensor.of(rows);
                case int[][] rows -> Tensor.of(rows);
                case long[][] rows -> Tensor.of(rows);
                case FloatBuffer values -> Tensor.of(values);
                case DoubleBuffer values -> Tensor.of(values);
                case IntBuffer values -> Tensor.of(values);
                case LongBuffer values -> Tensor.of(values);
                case ByteBuffer _ -> throw withoutType(what, "ByteBuffer", "Tensor.of(buffer, dtype, shape)");
                case MemorySegment _ -> throw withoutType(what, "MemorySegment", "Tensor.of(segment, dtype, shape)");
                case short[] _ -> throw withoutType(what, "short[]", "Tensor.of(bits, dtype, shape)");
                case byte[] _ -> throw withoutType(what, "byte[]",
                        "a direct ByteBuffer and Tensor.of(buffer, dtype, shape), or an array of numbers");
                case Collection<?> _ -> throw new FormulaException(what + " must be " + KINDS + ", but is a collection:"
                        + " make an array of it");
                case Number number -> throw new FormulaException(what + " must be " + KINDS + ", but is the number "
                        + number);
                default -> throw new FormulaException(what + " must be " + KINDS
                        + ", or for a parameter a number, but is of "
                        + given.getClass().getTypeName());
            };
        } catch (FormulaException | NullPointerException e) {
            if (e.getMessage().startsWith(what)) {
                throw e;
            }
            throw new FormulaException(what + ": " + e.getMessage(), e);
        }
    }

    private static FormulaException withoutType(String what, String type, String instead) {
        return new FormulaException(what + " is a " + type + ", which does not say the type of its elements: give "
                + instead);
    }

    /** Whether data have no shape of their own but a number of elements. */
    private static boolean isFlat(Object given) {
        return given instanceof Buffer
                || given.getClass().isArray() && given.getClass().getComponentType().isPrimitive();
    }

    /** Whether data are an array of rows that has none: Java does not keep how long they would be. */
    static boolean isWithoutRows(Object given) {
        return given instanceof Object[] rows && rows.length == 0;
    }

    /** What to say of a list of another length than expected, where its elements may be the rows of one array. */
    public static String hintAtRows(List<?> given) {
        return areRows(given)
                ? ": List.of(rows) makes a list of the rows of an array, List.of(Tensor.of(rows)) one of the array"
                : "";
    }

    /** The same of outputs, where a copy of the rows would be of no use. */
    public static String hintAtOutputRows(List<?> given) {
        return areRows(given)
                ? ": List.of(rows) makes a list of the rows of an array; for results give a flat array, a buffer or a"
                        + " tensor"
                : "";
    }

    private static boolean areRows(List<?> given) {
        return given.size() > 1
                && given.stream().allMatch(one -> one != null && one.getClass().isArray() && isFlat(one));
    }

    /** Data of a known number of rows. */
    public static Tensor rows(String what, long rows, Object given) {
        Tensor tensor = tensor(what, given);
        if (!isFlat(given)) {
            return tensor;
        }
        if (rows == 0 || tensor.count() % rows != 0) {
            throw new FormulaException(what + " must hold " + rows + " rows of equal length, but has " + tensor.count()
                    + " numbers");
        }
        return tensor.reshape(rows, tensor.count() / rows);
    }

    /** Data whose rows say themselves how long they are. */
    public static Tensor matrix(String what, Object given) {
        return matrix(what, given, "Tensor.of(data, rows, columns)");
    }

    /**
     * Data whose rows say themselves how long they are.
     *
     * @param instead what else may be given, in messages
     */
    public static Tensor matrix(String what, Object given, String instead) {
        Tensor tensor = tensor(what, given);
        if (isFlat(given)) {
            throw new FormulaException(what + " is flat and does not say how long its rows are: give an array of rows,"
                    + " or " + instead);
        }
        return tensor;
    }

    /** The same; an array of no rows has rows as long as those of the other data. */
    public static Tensor matrixLike(String what, Object given, Object other) {
        Tensor tensor = matrix(what, given);
        if (!isWithoutRows(given) || other == null || isFlat(other)) {
            return tensor;
        }
        Tensor like = tensor(what, other);
        return like.rank() == 2 ? tensor.reshape(0, like.size(1)) : tensor;
    }

    /** Data that are to be like a result or an argument; a number where that is one. */
    static Tensor like(String what, DType dtype, long[] shape, Object given) {
        if (given instanceof Tensor tensor) {
            return tensor;
        }
        if (given instanceof Number number) {
            if (Tensor.count(shape) != 1) {
                throw new FormulaException(what + " must be " + ArgumentCheck.text(dtype, shape)
                        + ", but is the number "
                        + number);
            }
            return NumberArguments.tensor(what, dtype, number).reshape(shape);
        }
        Tensor tensor = tensor(what, given);
        boolean isWithoutShape = isFlat(given) || isWithoutRows(given);
        return isWithoutShape && tensor.count() == Tensor.count(shape) ? tensor.reshape(shape) : tensor;
    }

    /** Memory that a result is written to. */
    public static Tensor output(String what, long[] shape, Object given) {
        if (given instanceof Tensor tensor) {
            return tensor;
        }
        if (given instanceof Object[] || !isFlat(given) && !(given instanceof MemorySegment)) {
            throw new FormulaException(what + " must be a tensor, a flat array or a buffer, into which numbers can be"
                    + " written side by side, but is " + (given instanceof Number number ? "the number " + number
                            : "of " + given.getClass().getTypeName()));
        }
        Tensor tensor = tensor(what, given);
        return tensor.count() == Tensor.count(shape) ? tensor.reshape(shape) : tensor;
    }
}
