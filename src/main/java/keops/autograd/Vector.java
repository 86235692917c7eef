package keops.autograd;

import java.util.Arrays;

/** An immutable vector of all parameters or gradients of an optimiser. */
final class Vector {
    private final double[] numbers;

    private Vector(double[] numbers) {
        this.numbers = numbers;
    }

    static Vector of(double... numbers) {
        return new Vector(numbers.clone());
    }

    double get(int k) {
        return numbers[k];
    }

    double[] toArray() {
        return numbers.clone();
    }

    boolean isAt(Vector other) {
        return other != null && Arrays.equals(numbers, other.numbers);
    }

    /** {@code this + factor * other}. */
    Vector plus(double factor, Vector other) {
        double[] sum = numbers.clone();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += factor * other.numbers[k];
        }
        return new Vector(sum);
    }

    Vector minus(Vector other) {
        return plus(-1, other);
    }

    Vector times(double factor) {
        return new Vector(Arrays.stream(numbers).map(number -> factor * number).toArray());
    }

    double dot(Vector other) {
        double sum = 0;
        for (int k = 0; k < numbers.length; k++) {
            sum += numbers[k] * other.numbers[k];
        }
        return sum;
    }

    /** The 1-norm. */
    double norm1() {
        return Arrays.stream(numbers).map(Math::abs).sum();
    }
}
