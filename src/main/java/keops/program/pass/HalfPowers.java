package keops.program.pass;

import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;

/**
 * Makes powers by constants like 3/2 and -5/2 of roots, products and quotients, which are cheaper than logarithms:
 * {@code a^(m + 1/2) = a^m sqrt(a)} and {@code a^(-m - 1/2) = 1 / sqrt(a) / a^m}, within 2 units in the last place.
 * Zeros, infinities and NaN come to what powers of them are: those of -0 and -inf to those of 0 and inf.
 */
public record HalfPowers() implements Pass {
    /** Longer products are not worth it. */
    private static final double LARGEST = 3.5;

    @Override
    public Program apply(Program program) {
        return new Rewriting(program) {
            @Override
            int rewrite(int v, Scalar value) {
                if (value instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                        && function == BinaryFunction.POW
                        && value(b) instanceof Scalar.Constant(double exponent)
                        && isHalf(exponent)) {
                    return power(now(a), exponent);
                }
                return copy(value instanceof Scalar.Fold(var streams, var scalars, Program body)
                        ? new Scalar.Fold(streams, scalars, HalfPowers.this.apply(body))
                        : value);
            }

            private int power(int a, double exponent) {
                int infinity = builder.constant(Double.POSITIVE_INFINITY);
                int base = builder.selectEqual(a, builder.constant(Double.NEGATIVE_INFINITY), infinity, a);
                int whole = (int) (Math.abs(exponent) - 0.5);
                int root = builder.sqrt(base);
                if (exponent > 0) {
                    int power = root;
                    for (int k = 0; k < whole; k++) {
                        power = builder.multiply(power, base);
                    }
                    return builder.abs(power);
                }
                int power = builder.divide(builder.constant(1), root);
                if (whole > 0) {
                    int divisor = base;
                    for (int k = 1; k < whole; k++) {
                        divisor = builder.multiply(divisor, base);
                    }
                    power = builder.divide(power, divisor);
                }
                return builder.abs(power);
            }
        }.run();
    }

    private static boolean isHalf(double exponent) {
        double doubled = 2 * exponent;
        return doubled == Math.rint(doubled) && exponent != Math.rint(exponent) && Math.abs(exponent) <= LARGEST;
    }
}
