package keops.jmh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PlainConjugateGradientTest {
    @Test
    void aMatrixWithTwoEigenvaluesTakesTwoProducts() {
        Tensor direction = Tensor.vector(DType.FLOAT64, 0, 0, 0);
        Tensor image = Tensor.vector(DType.FLOAT64, 0, 0, 0);
        Computation product = result -> {
            result.setDoubleAt(0, 1.5 * direction.doubleAt(0));
            result.setDoubleAt(1, 1.5 * direction.doubleAt(1));
            result.setDoubleAt(2, 3.5 * direction.doubleAt(2));
        };
        double[] solution = {7, 7, 7};
        int products = PlainConjugateGradient.solve(product, direction, image, 0.5, new double[] {2, 4, 4}, solution);
        assertEquals(2, products);
        assertArrayEquals(new double[] {1, 2, 1}, solution, 1e-12);
    }

    @Test
    void nothingToSolveTakesNoProduct() {
        Tensor room = Tensor.vector(DType.FLOAT64, 0);
        double[] solution = {7};
        assertEquals(0, PlainConjugateGradient.solve(_ -> { }, room, room, 1, new double[] {0}, solution));
        assertEquals(0, solution[0]);
    }
}
