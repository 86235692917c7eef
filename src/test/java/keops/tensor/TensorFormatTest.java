package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class TensorFormatTest {
    @Test
    void printsASmallMatrixWhole() {
        assertEquals(
                """
                float64 (2, 3)
                  1         -2.5  0.333333
                100  1.00000e+06         0
                """,
                Tensor.of(new double[][] {{1, -2.5, 1 / 3.0}, {100, 1e6, 0}}).format(10, 10));
    }

    @Test
    void leavesOutTheMiddleOfALargeMatrix() {
        double[] data = new double[50];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        assertEquals(
                """
                float64 (10, 5)
                  0    1  ...    4
                  5    6  ...    9
                ...  ...  ...  ...
                 45   46  ...   49
                """,
                Tensor.of(data, 10, 5).format(3, 3));
    }

    @Test
    void printsAVectorAsOneLineAndAScalarAsOneNumber() {
        assertEquals("int64 (3)\n7  -8  9223372036854775807\n",
                Tensor.of(new long[] {7, -8, Long.MAX_VALUE}).format(1, 3));
        assertEquals("float32 (4)\n1  ...\n", Tensor.of(new float[] {1, 2, 3, 4}).format(1, 1));
        assertEquals("float32 ()\n1.5\n", Tensor.of(new float[] {1.5f}).reshape().format(1, 1));
    }

    @Test
    void runsTheLastAxisAlongTheLines() {
        assertEquals(
                "float32 (2, 1, 2)\n1  2\n3  4\n", Tensor.of(new float[] {1, 2, 3, 4}, 2, 1, 2).format(9, 9));
    }

    @Test
    void printsOnlyTheShapeOfAnEmptyTensor() {
        assertEquals("float32 (0, 3)\n", Tensor.of(new float[0], 0, 3).format(4, 4));
        assertEquals("float32 (3, 0)\n", Tensor.of(new float[0], 3, 0).format(4, 4));
    }

    @Test
    void printsEveryKindOfNumber() {
        assertEquals(
                "float64 (7)\nNaN  Infinity  -Infinity  0  1.23000e-05  0.0001  123457\n",
                Tensor.vector(DType.FLOAT64, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0,
                        1.23e-5, 1e-4, 123456.7).format(1, 7));
    }

    @Test
    void printsTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("float64 (2)\n0.5  1.00000e-09\n", Tensor.vector(DType.FLOAT64, 0.5, 1e-9).format(1, 2));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void refusesToPrintNoRowsOrColumns() {
        Tensor x = Tensor.of(new float[3]);
        assertFormulaError(
                "a print needs at least one row and one column, but 0 and 3 came", () -> x.format(0, 3));
        assertFormulaError(
                "a print needs at least one row and one column, but 3 and -1 came", () -> x.format(3, -1));
    }
}
