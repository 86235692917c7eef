package keops;

import java.lang.foreign.Arena;
import java.util.function.ToDoubleFunction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Central differences of functions of tensors, in double precision. */
public final class Slopes {
    private Slopes() {}

    /** The gradient of a function by one of its tensors, by Richardson's extrapolation of two steps. */
    public static double[] gradient(ToDoubleFunction<Tensor[]> function, int by, Tensor... arguments) {
        double[] gradient = new double[Math.toIntExact(arguments[by].count())];
        Tensor[] moved = arguments.clone();
        moved[by] = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, arguments[by].shape()).copyFrom(arguments[by]);
        for (int k = 0; k < gradient.length; k++) {
            double h = 1e-3;
            gradient[k] = (4 * slope(function, moved, by, k, h / 2) - slope(function, moved, by, k, h)) / 3;
        }
        return gradient;
    }

    private static double slope(ToDoubleFunction<Tensor[]> function, Tensor[] arguments, int by, int k, double h) {
        double value = arguments[by].doubleAt(k);
        arguments[by].setDoubleAt(k, value + h);
        double up = function.applyAsDouble(arguments);
        arguments[by].setDoubleAt(k, value - h);
        double down = function.applyAsDouble(arguments);
        arguments[by].setDoubleAt(k, value);
        return (up - down) / (2 * h);
    }

    /** The sum over all numbers of two tensors. */
    public static double product(Tensor a, Tensor b) {
        double sum = 0;
        for (long k = 0; k < a.count(); k++) {
            sum += a.doubleAt(k) * b.doubleAt(k);
        }
        return sum;
    }
}
