package keops.formula;

import java.util.Arrays;
import java.util.HashMap;
import java.util.OptionalDouble;

/** IEEE arithmetic in double precision, by which formulas without variables become numbers. */
final class Numbers implements Scalars {
    private double[] values = new double[16];
    private int count;

    private Numbers() {}

    /** The value of a scalar formula without variables and indices, if it is a finite number. */
    static OptionalDouble of(Formula f) {
        if (f instanceof Constant(double value)) {
            return OptionalDouble.of(value);
        } else if (f.dim() > 1 || Arrays.stream(Category.values()).anyMatch(f::dependsOn)) {
            return OptionalDouble.empty();
        }
        var numbers = new Numbers();
        int number = new ScalarComponents(numbers, new HashMap<>()).of(f)[0];
        double value = numbers.values[number];
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    @Override
    public int constant(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count] = value;
        return count++;
    }

    @Override
    public int rounded(int a) {
        return a;
    }

    @Override
    public int negate(int a) {
        return constant(-values[a]);
    }

    @Override
    public int abs(int a) {
        return constant(Math.abs(values[a]));
    }

    @Override
    public int sqrt(int a) {
        return constant(Math.sqrt(values[a]));
    }

    @Override
    public int floor(int a) {
        return constant(Math.floor(values[a]));
    }

    @Override
    public int exp(int a) {
        return constant(Math.exp(values[a]));
    }

    @Override
    public int log(int a) {
        return constant(Math.log(values[a]));
    }

    @Override
    public int log1p(int a) {
        return constant(Math.log1p(values[a]));
    }

    @Override
    public int sin(int a) {
        return constant(Math.sin(values[a]));
    }

    @Override
    public int cos(int a) {
        return constant(Math.cos(values[a]));
    }

    @Override
    public int asin(int a) {
        return constant(Math.asin(values[a]));
    }

    @Override
    public int acos(int a) {
        return constant(Math.acos(values[a]));
    }

    @Override
    public int atan(int a) {
        return constant(Math.atan(values[a]));
    }

    @Override
    public int tanh(int a) {
        return constant(Math.tanh(values[a]));
    }

    @Override
    public int add(int a, int b) {
        return constant(values[a] + values[b]);
    }

    @Override
    public int subtract(int a, int b) {
        return constant(values[a] - values[b]);
    }

    @Override
    public int multiply(int a, int b) {
        return constant(values[a] * values[b]);
    }

    @Override
    public int divide(int a, int b) {
        return constant(values[a] / values[b]);
    }

    @Override
    public int pow(int a, int b) {
        return constant(Math.pow(values[a], values[b]));
    }

    @Override
    public int atan2(int y, int x) {
        return constant(Math.atan2(values[y], values[x]));
    }

    @Override
    public int select(Comparison comparison, int a, int b, int then, int otherwise) {
        return comparison.holds(values[a], values[b]) ? then : otherwise;
    }
}
