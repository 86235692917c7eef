package keops.cuda.source;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Compare;
import keops.Genred;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.formula.Category;
import keops.formula.Variable;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The templates and what is particular about them, on the emulator, against plain loops. */
@Emulated
class EmulatedKernelsTest {
    private static final long SEED = 71;

    private record Size(int rows, int columns) {}

    /** A reduction, the sizes that it is tried at, and how near it must come in single precision. */
    private record Case(
            Reduction reduction, SumScheme scheme, int axis, List<Size> sizes, double tolerance, String formula,
            String weight, List<String> aliases) {
        Case(Reduction reduction, List<Size> sizes, String formula, String... aliases) {
            this(reduction, SumScheme.AUTO, 1, sizes, 3e-6, formula, null, List.of(aliases));
        }

        Case weight(String other) {
            return new Case(reduction, scheme, axis, sizes, tolerance, formula, other, aliases);
        }

        Case scheme(SumScheme other) {
            return new Case(reduction, other, axis, sizes, tolerance, formula, weight, aliases);
        }

        Case overRows() {
            return new Case(reduction, scheme, 0, sizes, tolerance, formula, weight, aliases);
        }

        Case within(double other) {
            return new Case(reduction, scheme, axis, sizes, other, formula, weight, aliases);
        }

        Genred on(Backend backend) {
            var builder = Genred.of(formula, aliases.toArray(String[]::new))
                    .reduction(reduction).axis(axis).backend(backend).sumScheme(scheme);
            return weight == null ? builder.build() : builder.weight(weight).build();
        }

        @Override
        public String toString() {
            return reduction.name() + " " + formula + " " + scheme + (axis == 0 ? " over i" : "");
        }
    }

    private static final List<Size> LONG = List.of(new Size(1, 1), new Size(5, 130), new Size(129, 65));
    private static final List<Size> SHORT = List.of(new Size(3, 7), new Size(130, 300));

    private static final List<Case> CASES = List.of(
            new Case(Reduction.SUM, LONG, "Exp(-SqDist(x,y) / 50) * b", "x = Vi(41)", "y = Vj(41)", "b = Vj(2)"),
            new Case(Reduction.SUM, LONG, "Exp(-g * SqDist(x,y)) * b", "x = Vi(100)", "y = Vj(100)",
                    "b = Vj(1)", "g = Pm(1)"),
            new Case(Reduction.SUM, LONG, "Exp(-WeightedSqDist(w,x,y) / 90)", "x = Vi(50)", "y = Vj(50)", "w = Pm(50)"),
            new Case(Reduction.SUM, LONG, "(x|y) * a * b", "x = Vi(48)", "y = Vj(48)", "a = Vi(1)", "b = Vj(3)"),
            new Case(Reduction.SUM, LONG, "Exp(-SqDist(x,y)) * b", "x = Vi(17)", "y = Vj(17)", "b = Vj(1)"),
            new Case(Reduction.LOG_SUM_EXP, LONG, "-SqDist(x,y)", "x = Vi(64)", "y = Vj(64)"),
            new Case(Reduction.SUM_SOFT_MAX_WEIGHT, LONG, "(x|y) / 8", "x = Vi(64)", "y = Vj(64)", "b = Vj(2)")
                    .weight("b"), new Case(Reduction.argKMin(5), LONG, "SqDist(x,y)", "x = Vi(50)", "y = Vj(50)"),
            new Case(Reduction.MIN_ARG_MIN, LONG, "SqDist(x,y)", "x = Vi(45)", "y = Vj(45)"),
            new Case(Reduction.MAX, LONG, "(x|y)", "x = Vi(45)", "y = Vj(45)"),
            new Case(Reduction.SUM, LONG, "Exp(-SqDist(x,y) / 50) * b", "x = Vi(41)", "y = Vj(41)", "b = Vi(2)")
                    .overRows(),
            new Case(Reduction.SUM, SHORT, "Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)")
                    .scheme(SumScheme.KAHAN),
            new Case(Reduction.SUM, SHORT, "Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)")
                    .scheme(SumScheme.DIRECT),
            new Case(Reduction.SUM, SHORT, "Grad(Exp(-SqDist(x,y)) * b, x, e)", "x = Vi(3)", "y = Vj(3)",
                    "b = Vj(2)", "e = Vi(2)"),
            new Case(Reduction.SUM, SHORT, "Exp(-SqDist(x,y)) * b", "x = Vi(2)", "y = Vj(2)", "b = Vj(40)"),
            new Case(Reduction.SUM, SHORT, "Exp(-SqDist(x,y)) * b", "x = Vi(2)", "y = Vj(2)", "b = Vi(2)").overRows(),
            new Case(Reduction.SUM, SHORT, "(I < J) * x + (I == J) * y", "x = Vi(2)", "y = Vj(2)"),
            new Case(Reduction.SUM, SHORT, "Sum(Sin(p)) * x * MatVecMult(p,y)", "x = Vi(3)", "y = Vj(7)", "p = Pm(21)")
                    .within(1e-5),
            new Case(Reduction.SUM, SHORT, "Sum(p) * Sum(Abs(SumT(Sum(p),50) * x - y))", "x = Vi(50)",
                    "y = Vj(50)", "p = Pm(2)"),
            new Case(Reduction.LOG_SUM_EXP, SHORT, "100 * (x|y)", "x = Vi(2)", "y = Vj(2)", "b = Vj(2)")
                    .weight("Square(b)").within(1e-5),
            new Case(Reduction.MAX_SUM_SHIFT_EXP, SHORT, "30 * (x|y)", "x = Vi(2)", "y = Vj(2)", "b = Vj(2)")
                    .weight("b").within(2e-5),
            new Case(Reduction.kMinArgKMin(150), SHORT, "SqDist(x,y)", "x = Vi(2)", "y = Vj(2)"),
            new Case(Reduction.kMinArgKMin(3), SHORT, "Abs(x - y)", "x = Vi(12)", "y = Vj(12)"),
            new Case(Reduction.MAX_ARG_MAX, SHORT, "x - y", "x = Vi(140)", "y = Vj(140)"),
            new Case(Reduction.MIN, SHORT, "Max(x - y)", "x = Vi(20)", "y = Vj(20)"));

    @TestFactory
    Stream<DynamicTest> kernelsComeNearPlainLoops() {
        // Double precision differs in tiles and constants only: every third will do.
        return IntStream.range(0, CASES.size())
                .boxed()
                .flatMap(number ->
                        (number % 3 == 0 ? Stream.of(DType.FLOAT32, DType.FLOAT64) : Stream.of(DType.FLOAT32))
                        .map(dtype -> DynamicTest.dynamicTest(
                                CASES.get(number) + " " + dtype, () -> check(CASES.get(number), dtype))));
    }

    private static void check(Case test, DType dtype) {
        for (Size size : test.sizes()) {
            Tensor[] arguments = test.on(Backend.REFERENCE).arguments().stream()
                    .map(variable -> random(dtype, rows(variable, size), variable.dim(),
                            variable.category() == Category.PARAMETER))
                    .toArray(Tensor[]::new);
            double tolerance = dtype == DType.FLOAT64 ? 1e-12 : test.tolerance();
            try (Arena arena = Arena.ofConfined()) {
                List<Tensor> expected = test.on(Backend.REFERENCE).callAll(arena, arguments);
                for (Backend backend : List.of(Backend.GPU_1D, Backend.GPU_2D)) {
                    List<Tensor> actual = test.on(backend).callAll(arena, arguments);
                    for (int k = 0; k < expected.size(); k++) {
                        Compare.arrays(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(),
                                expected.get(k).dtype() == DType.INT64 ? 0 : tolerance,
                                test + " " + backend + " " + size + " seed " + SEED);
                    }
                }
            }
        }
    }

    private static int rows(Variable variable, Size size) {
        return switch (variable.category()) {
            case I -> size.rows();
            case J -> size.columns();
            case PARAMETER -> 1;
        };
    }

    /** Numbers of few digits, whose differences and squares are exact in both types: then ties are ties in both. */
    private static Tensor random(DType dtype, int rows, int dim, boolean isParameter) {
        var random = new SplittableRandom(SEED + rows * 31L + dim);
        double[] values = IntStream.range(0, rows * dim).mapToDouble(_ -> random.nextInt(-64, 65) / 64.0).toArray();
        Tensor tensor = Tensor.vector(dtype, values);
        return isParameter ? tensor : tensor.reshape(rows, dim);
    }
}
