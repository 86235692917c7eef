package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import keops.derivative.Inside;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** What is checked of reductions of numbers of 2 bytes, on any back end. */
public final class HalfReductions {
    private HalfReductions() {}

    private static final String[] ALIASES = {"G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)", "A = Vi(1)"};

    /** Rows and columns around the edges of blocks and tiles. */
    private static List<int[]> sizes() {
        return List.of(new int[] {1, 1}, new int[] {33, 64}, new int[] {130, 300});
    }

    /** The types of arguments that {@link #check} is given: one for all, or each its own. */
    public static List<DType[]> types() {
        return List.of(new DType[] {DType.FLOAT16}, new DType[] {DType.BFLOAT16},
                new DType[] {DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16});
    }

    static Genred genred(Reduction reduction, Backend backend) {
        String formula = reduction.equals(Reduction.SUM)
                ? "A * Exp(-G * SqDist(X,Y)) * Sin(B)"
                : "-G * SqDist(X,Y) + A * Exp(Elem(B,0))";
        var builder = Genred.of(formula, ALIASES).reduction(reduction).axis(1).backend(backend);
        return reduction.equals(Reduction.SUM_SOFT_MAX_WEIGHT) ? builder.weight("B").build() : builder.build();
    }

    /** Rounded random arguments, in a type or in several. */
    static Tensor[] arguments(int rows, int columns, DType... dtypes) {
        Tensor[] arguments = {
            Tensor.vector(DType.FLOAT64, 0.75), Numbers.tensor(1, DType.FLOAT64, rows, 3),
            Numbers.tensor(2, DType.FLOAT64, columns, 3), Numbers.tensor(3, DType.FLOAT64, columns, 2),
            Numbers.tensor(4, DType.FLOAT64, rows, 1)
        };
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = arguments[k].converted(dtypes[k % dtypes.length], Arena.ofAuto());
        }
        return arguments;
    }

    static Tensor[] widened(Tensor[] arguments) {
        return Arrays.stream(arguments)
                .map(tensor -> tensor.converted(DType.FLOAT32, Arena.ofAuto()))
                .toArray(Tensor[]::new);
    }

    /** Compares some reductions of rounded arguments with those of the same numbers in float32. */
    public static void check(Reduction reduction, Backend backend, List<DType[]> types) {
        Genred genred = genred(reduction, backend);
        for (int[] size : sizes()) {
            for (DType[] dtypes : types) {
                Tensor[] arguments = arguments(size[0], size[1], dtypes);
                List<Tensor> expected = genred.callAll(Arena.ofAuto(), widened(arguments));
                List<Tensor> actual = genred.callAll(Arena.ofAuto(), arguments);
                for (int k = 0; k < expected.size(); k++) {
                    assertEquals(expected.get(k).dtype(), actual.get(k).dtype());
                    assertArrayEquals(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(),
                            reduction + " " + Arrays.toString(dtypes) + " " + Arrays.toString(size));
                }
            }
        }
    }

    /** Compares gradients, changes and products with Hessians. */
    public static void checkGradients(Backend backend) {
        Genred genred = genred(Reduction.SUM, backend);
        Tensor[] arguments = arguments(40, 30, DType.FLOAT16, DType.BFLOAT16);
        Tensor e = Numbers.tensor(6, DType.FLOAT32, 40, 2);
        Tensor[] changes = {Numbers.tensor(7, DType.FLOAT32, 40, 3), Numbers.tensor(8, DType.FLOAT32, 30, 2)};
        try (Arena arena = Arena.ofShared()) {
            List<List<Tensor>> pairs = List.of(
                    genred.gradient().call(arena, e, arguments),
                    genred.gradient().call(arena, e, widened(arguments)),
                    List.of(genred.tangent("X", "B").call(arena, List.of(changes), arguments)),
                    List.of(genred.tangent("X", "B").call(arena, List.of(changes), widened(arguments))),
                    genred.hessian("X", "B").call(arena, e, List.of(changes), arguments),
                    genred.hessian("X", "B").call(arena, e, List.of(changes), widened(arguments)));
            for (int p = 0; p < pairs.size(); p += 2) {
                for (int k = 0; k < pairs.get(p).size(); k++) {
                    assertEquals(DType.FLOAT32, pairs.get(p).get(k).dtype());
                    assertArrayEquals(pairs.get(p + 1).get(k).toDoubleArray(), pairs.get(p).get(k).toDoubleArray());
                }
            }
        }
        Tensor weights = Numbers.tensor(6, DType.FLOAT32, 40, 1);
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.LOG_SUM_EXP)) {
            genred(reduction, backend).gradient().call(Arena.ofAuto(), weights, arguments)
                    .forEach(gradient -> assertEquals(DType.FLOAT32, gradient.dtype()));
        }
        Inside.of(genred(Reduction.ARG_MIN, backend)).vjp(genred(Reduction.ARG_MIN, backend).arguments())
                .call(Arena.ofAuto(), List.of(), List.of(), arguments)
                .forEach(gradient -> assertEquals(DType.FLOAT32, gradient.dtype()));
    }

    /** Sums and extrema of infinities, NaN, the smallest and the largest numbers. */
    public static void checkEdges(Backend backend) {
        double inf = Double.POSITIVE_INFINITY;
        double[] edges = {0x1p-24, -0x1p-24, 65504, -65504, 0, inf, -inf, Double.NaN};
        Tensor x = Tensor.vector(DType.FLOAT16, edges).reshape(edges.length, 1);
        Tensor y = Tensor.vector(DType.FLOAT16, 1, 3).reshape(2, 1);
        Genred sum = Genred.of("X * Y", "X = Vi(1)", "Y = Vj(1)").axis(1).backend(backend).build();
        // 4 * 65504 is more than half precision has.
        assertArrayEquals(new double[] {0x1p-22, -0x1p-22, 262_016, -262_016, 0, inf, -inf, Double.NaN},
                sum.call(Arena.ofAuto(), x, y).toDoubleArray());
        Genred largest = Genred.of("X * Y", "X = Vi(1)", "Y = Vj(1)").reduction(Reduction.MAX).axis(1)
                .backend(backend).build();
        // A NaN is never the largest.
        assertArrayEquals(new double[] {0x3p-24, -0x1p-24, 196_512, -65504, 0, inf, -inf, -inf},
                largest.call(Arena.ofAuto(), x, y).toDoubleArray());
        Tensor wide = Tensor.vector(DType.BFLOAT16, 0x1p127, -0x1p127, 0x1p-126, inf, Double.NaN).reshape(5, 1);
        assertArrayEquals(new double[] {inf, -inf, 0x1p-124, inf, Double.NaN},
                sum.call(Arena.ofAuto(), wide, y).toDoubleArray());
    }
}
