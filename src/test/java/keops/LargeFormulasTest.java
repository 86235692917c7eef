package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Formulas beyond one JVM method: they are cut into kernels and agree with the reference. */
class LargeFormulasTest {
    private static final int ROWS = 37;
    private static final int COLUMNS = 53;

    @TestFactory
    Stream<DynamicTest> largeFormulasAgreeWithTheReference() {
        return Stream.of(
                check("400 operations", horner(400), 1, 1, Reduction.SUM),
                check("400 operations, smallest", horner(400), 1, 1, Reduction.argKMin(3)),
                check("a sum of 30 kernels", kernels(30), 3, 3, Reduction.SUM),
                check("the log of a sum of 30 kernels", "Log(" + kernels(30) + ")", 3, 3, Reduction.LOG_SUM_EXP),
                check("D = 784", "Exp(-SqDist(x,y)/784)", 784, 784, Reduction.SUM),
                check("D = 784, nearest", "SqDist(x,y)", 784, 784, Reduction.ARG_MIN),
                check("D = 784, every operation apart", "Norm2(Sin(x + y)) + (Cos(x)|Exp(y - x))", 784, 784,
                        Reduction.SUM),
                check("a Concat of 50", "Concat(" + terms(50, k -> "Sin(x * " + k + " - y)") + ")", 1, 1,
                        Reduction.SUM),
                check("a Concat of 50, extrema", "Concat(" + terms(50, k -> "Sin(x * " + k + " - y)") + ")", 1, 1,
                        Reduction.MIN_ARG_MIN),
                check("300 outputs of one kernel", "Exp(-Square(x - Elem(y,0))) * y", 1, 300, Reduction.SUM),
                check("a matrix product", "MatVecMult(TensorProd(x,y),y)", 20, 20, Reduction.SUM));
    }

    @Test
    void outputsTooWideForKernelsRunOnTheReferenceBackEnd() {
        agree("SumT(Exp(-Square(x - y)), 20000) * Square(x)", 1, 1, Reduction.SUM, 1, DType.FLOAT64, 0);
    }

    @Test
    void largeSumsOverTheOtherAxis() {
        agree("Exp(-SqDist(x,y)/784)", 784, 784, Reduction.SUM, 0, DType.FLOAT64, 1e-11);
    }

    private static DynamicTest check(String name, String formula, int dimX, int dimY, Reduction reduction) {
        return DynamicTest.dynamicTest(name, () -> {
            agree(formula, dimX, dimY, reduction, 1, DType.FLOAT64, 1e-11);
            if (reduction.equals(Reduction.SUM)) {
                agree(formula, dimX, dimY, reduction, 1, DType.FLOAT32, 1e-4);
            }
        });
    }

    private static void agree(
            String formula, int dimX, int dimY, Reduction reduction, int axis, DType dtype, double tolerance) {
        Tensor x = random(1, ROWS, dimX, dtype);
        Tensor y = random(2, COLUMNS, dimY, dtype);
        Genred cpu = Genred.of(formula, "x = Vi(" + dimX + ")", "y = Vj(" + dimY + ")")
                .reduction(reduction)
                .axis(axis)
                .backend(Backend.CPU)
                .build();
        var expected = cpu.backend(Backend.REFERENCE).callAll(Arena.ofAuto(), x, y);
        var actual = cpu.callAll(Arena.ofAuto(), x, y);
        assertEquals(expected.size(), actual.size());
        for (int k = 0; k < expected.size(); k++) {
            Compare.arrays(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(),
                    expected.get(k).dtype() == DType.INT64 ? 0 : tolerance,
                    formula.substring(0, Math.min(20, formula.length())) + "..., " + dtype);
        }
    }

    private static Tensor random(long seed, long rows, int dim, DType dtype) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, rows, dim);
        var random = new Random(seed);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, random.nextFloat());
        }
        return tensor;
    }

    /** A polynomial of x - y, with two operations for each power. */
    private static String horner(int operations) {
        String text = "0.5";
        for (int k = 0; k < operations / 2; k++) {
            text = "(" + text + ") * (x - y) + 1/" + (k + 2);
            if (k % 60 == 59) {
                text = "Sin(" + text + ")";
            }
        }
        return text;
    }

    private static String kernels(int count) {
        return terms(count, k -> "Exp(-SqDist(x,y) * " + (k + 1) + ") * " + (k + 2)).replace(",Exp", " + Exp");
    }

    private static String terms(int count, java.util.function.IntFunction<String> term) {
        return IntStream.range(0, count).mapToObj(term).collect(Collectors.joining(","));
    }
}
