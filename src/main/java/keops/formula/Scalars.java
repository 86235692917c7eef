package keops.formula;

/**
 * Scalar arithmetic on numbered values. Each operator describes its value once, in terms of this interface; programs
 * record the operations, and back ends execute them. Values are IEEE numbers of the compute type. Implementations are
 * not thread-safe.
 */
public interface Scalars {
    /** A constant. */
    int constant(double value);

    /** a rounded to the compute type, with the same bits everywhere. */
    int rounded(int a);

    /** -a. */
    int negate(int a);

    /** |a|. */
    int abs(int a);

    /** The square root of a. */
    int sqrt(int a);

    /** The largest whole number that is not above a. */
    int floor(int a);

    /** e to the a. */
    int exp(int a);

    /** The natural logarithm of a. */
    int log(int a);

    /** log(1 + a), accurate for small a. */
    int log1p(int a);

    /** sin(a). */
    int sin(int a);

    /** cos(a). */
    int cos(int a);

    /** arcsin(a). */
    int asin(int a);

    /** arccos(a). */
    int acos(int a);

    /** arctan(a). */
    int atan(int a);

    /** tanh(a). */
    int tanh(int a);

    /** a + b. */
    int add(int a, int b);

    /** a - b. */
    int subtract(int a, int b);

    /** a b. */
    int multiply(int a, int b);

    /** a / b. */
    int divide(int a, int b);

    /** a to the b. */
    int pow(int a, int b);

    /** The angle of the point (x, y), as {@link Math#atan2}. */
    int atan2(int y, int x);

    /** {@code a ? b} decides between two values, both of which are computed. */
    int select(Comparison comparison, int a, int b, int then, int otherwise);

    /** a². */
    default int square(int a) {
        return multiply(a, a);
    }

    /** 1 if the comparison holds, else 0. */
    default int indicator(Comparison comparison, int a, int b) {
        return select(comparison, a, b, constant(1), constant(0));
    }

    /** The sum of some values, from the first to the last; 0 if there are none. */
    default int sum(int... values) {
        if (values.length == 0) {
            return constant(0);
        }
        int sum = values[0];
        for (int k = 1; k < values.length; k++) {
            sum = add(sum, values[k]);
        }
        return sum;
    }
}
