package keops.cpu.code;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import keops.DoubleDouble;
import keops.program.BinaryFunction;
import keops.program.UnaryFunction;

/**
 * Values of functions to about 30 digits: from {@link StrictMath}, by one step of Newton's method in twice the
 * precision, or by a Taylor series. Arguments and values must be finite.
 */
final class ExactValue {
    private static final DoubleDouble HALF_TURN = new DoubleDouble(0x1.921fb54442d18p1, 0x1.1a62633145c07p-53);
    /** The largest arguments have 309 digits; 50 more are for what is left of them. */
    private static final MathContext DIGITS = new MathContext(360);
    private static final BigDecimal PI = pi();
    /** Below this, two terms of a series are enough. */
    private static final double TINY = 0x1p-28;

    private ExactValue() {}

    static DoubleDouble of(UnaryFunction function, double x) {
        DoubleDouble exact = new DoubleDouble(x, 0);
        return switch (function) {
            case ROUNDED, NEGATE, ABS, FLOOR, SQRT -> throw new IllegalArgumentException(function
                    + " is exact by itself");
            case EXP -> exact.exp();
            case EXP2 -> DoubleDouble.LN2.times(x).exp();
            case LOG -> log(x);
            case LOG1P -> Math.abs(x) < TINY
                    ? exact.minus(exact.times(x / 2)).plus(exact.times(x * x / 3))
                    : logStep(DoubleDouble.ONE.plus(exact), StrictMath.log1p(x));
            case SIN -> sine(x, 0);
            case COS -> sine(x, 1);
            case ASIN -> Math.abs(x) > 0.75
                    ? HALF_TURN.times(0.5).minus(ofAbove(x)).times(Math.signum(x))
                    : arcsine(x);
            case ACOS -> x > 0.75
                    ? ofAbove(x)
                    : x < -0.75 ? HALF_TURN.minus(ofAbove(x)) : HALF_TURN.times(0.5).minus(arcsine(x));
            case ATAN -> of(BinaryFunction.ATAN2, x, 1);
            case TANH -> tanh(x);
        };
    }

    static DoubleDouble of(BinaryFunction function, double a, double b) {
        return switch (function) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE ->
                throw new IllegalArgumentException(function + " is exact by itself");
            case POW -> log(a).times(b).exp();
            case ATAN2 -> {
                double guess = StrictMath.atan2(a, b);
                if (Math.abs(guess) < 0x1p-500) {
                    yield new DoubleDouble(a, 0).dividedBy(new DoubleDouble(b, 0));
                }
                // Turned back by the guess, the point is next to the axis; its length is scaled away.
                int scale = -Math.getExponent(Math.max(Math.abs(a), Math.abs(b)));
                double y = Math.scalb(a, scale);
                double x = Math.scalb(b, scale);
                DoubleDouble sin = sine(guess, 0);
                DoubleDouble cos = sine(guess, 1);
                DoubleDouble across = cos.times(y).minus(sin.times(x));
                yield new DoubleDouble(guess, 0).plus(across.dividedBy(cos.times(x).plus(sin.times(y))));
            }
        };
    }

    private static DoubleDouble log(double x) {
        int k = Math.getExponent(x) < Double.MIN_EXPONENT ? -1022 - 52 : Math.getExponent(x);
        double m = Math.scalb(Math.scalb(x, -k / 2), -k + k / 2);
        if (k == -1) {
            return logStep(new DoubleDouble(x, 0), StrictMath.log(x));
        }
        return logStep(new DoubleDouble(m, 0), StrictMath.log(m)).plus(DoubleDouble.LN2.times(k));
    }

    /** y + (x e^-y - 1), and half the square of that, which is the next term of log(1 + d). */
    private static DoubleDouble logStep(DoubleDouble x, double y) {
        DoubleDouble d = x.times(new DoubleDouble(-y, 0).exp()).minus(DoubleDouble.ONE);
        return new DoubleDouble(y, 0).plus(d).minus(d.times(d).times(0.5));
    }

    /** The sine of x plus some quarters of a turn. */
    private static DoubleDouble sine(double x, int quarters) {
        if (Math.abs(x) < 0x1p-200 && quarters == 0) {
            return new DoubleDouble(x, 0);
        }
        BigDecimal exact = new BigDecimal(x);
        BigDecimal quarter = PI.divide(BigDecimal.TWO);
        BigDecimal n = exact.divide(quarter, DIGITS).setScale(0, RoundingMode.HALF_EVEN);
        BigDecimal rest = exact.subtract(n.multiply(quarter));
        double high = rest.doubleValue();
        DoubleDouble r = new DoubleDouble(high, rest.subtract(new BigDecimal(high)).doubleValue());
        int turn = n.toBigInteger().intValue() + quarters & 3;
        return ((turn & 1) == 0 ? r.sin() : r.cos()).times(turn < 2 ? 1 : -1);
    }

    private static DoubleDouble arcsine(double x) {
        if (Math.abs(x) < 0x1p-200) {
            return new DoubleDouble(x, 0);
        }
        double guess = StrictMath.asin(x);
        DoubleDouble off = new DoubleDouble(x, 0).minus(sine(guess, 0));
        return new DoubleDouble(guess, 0).plus(off.dividedBy(sine(guess, 1)));
    }

    /** arccos |x| = a, from sin^2 (a/2) = (1 - |x|) / 2, by Newton's method. */
    private static DoubleDouble ofAbove(double x) {
        double a = StrictMath.acos(Math.abs(x));
        DoubleDouble sine = sine(a / 2, 0);
        DoubleDouble off = new DoubleDouble((1 - Math.abs(x)) / 2, 0).minus(sine.times(sine));
        return a == 0 ? new DoubleDouble(0, 0) : new DoubleDouble(a, 0).plus(off.dividedBy(sine.times(sine(a / 2, 1))));
    }

    private static DoubleDouble tanh(double x) {
        DoubleDouble exact = new DoubleDouble(x, 0);
        if (Math.abs(x) < 0x1p-18) {
            DoubleDouble square = exact.times(exact);
            return exact.minus(exact.times(square).dividedBy(new DoubleDouble(3, 0)))
                    .plus(exact.times(square).times(square).times(2.0 / 15));
        }
        double limited = Math.clamp(x, -40, 40);
        DoubleDouble power = new DoubleDouble(2 * limited, 0).exp();
        return power.minus(DoubleDouble.ONE).dividedBy(power.plus(DoubleDouble.ONE));
    }

    /** pi by Machin's formula, 4 (4 arctan 1/5 - arctan 1/239). */
    private static BigDecimal pi() {
        MathContext more = new MathContext(DIGITS.getPrecision() + 340);
        return arctangentOfInverse(5, more).multiply(BigDecimal.valueOf(4))
                .subtract(arctangentOfInverse(239, more))
                .multiply(BigDecimal.valueOf(4));
    }

    private static BigDecimal arctangentOfInverse(int n, MathContext digits) {
        BigDecimal square = BigDecimal.valueOf((long) n * n);
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(n), digits);
        BigDecimal sum = power;
        for (int k = 1; power.precision() - power.scale() > -digits.getPrecision(); k++) {
            power = power.divide(square, digits).negate();
            sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), digits));
        }
        return sum;
    }
}
