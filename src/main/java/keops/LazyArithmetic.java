package keops;

import java.util.Objects;

/**
 * Arithmetic on {@link LazyTensor}s, component by component: dimensions are equal, or 1 for a scalar that is repeated.
 * Every method throws {@link keops.error.FormulaException} if dimensions, numbers of rows or element types do not fit.
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyArithmetic extends LazyOperations permits LazyTensor {

    /** {@code this + other}. */
    default LazyTensor plus(LazyTensor other) {
        return apply("Add", other);
    }

    /** {@code this + other}. */
    default LazyTensor plus(double other) {
        return apply("Add", other);
    }

    /** {@code this - other}. */
    default LazyTensor minus(LazyTensor other) {
        return apply("Subtract", other);
    }

    /** {@code this - other}. */
    default LazyTensor minus(double other) {
        return apply("Subtract", other);
    }

    /** {@code this * other}. */
    default LazyTensor times(LazyTensor other) {
        return apply("Mult", other);
    }

    /** {@code this * other}. */
    default LazyTensor times(double other) {
        return apply("Mult", other);
    }

    /** {@code this / other}. */
    default LazyTensor div(LazyTensor other) {
        return apply("Divide", other);
    }

    /** {@code this / other}. */
    default LazyTensor div(double other) {
        return apply("Divide", other);
    }

    /** {@code -this}. */
    default LazyTensor negate() {
        return apply("Minus");
    }

    /** 1 where {@code this == other}, else 0. */
    default LazyTensor equalTo(LazyTensor other) {
        return apply("Equal", other);
    }

    /** 1 where {@code this == other}, else 0. */
    default LazyTensor equalTo(double other) {
        return apply("Equal", other);
    }

    /** 1 where {@code this != other}, else 0. */
    default LazyTensor notEqualTo(LazyTensor other) {
        return apply("NotEqual", other);
    }

    /** 1 where {@code this != other}, else 0. */
    default LazyTensor notEqualTo(double other) {
        return apply("NotEqual", other);
    }

    /** 1 where {@code this < other}, else 0. */
    default LazyTensor lessThan(LazyTensor other) {
        return apply("LessThan", other);
    }

    /** 1 where {@code this < other}, else 0. */
    default LazyTensor lessThan(double other) {
        return apply("LessThan", other);
    }

    /** 1 where {@code this <= other}, else 0. */
    default LazyTensor atMost(LazyTensor other) {
        return apply("LessOrEqual", other);
    }

    /** 1 where {@code this <= other}, else 0. */
    default LazyTensor atMost(double other) {
        return apply("LessOrEqual", other);
    }

    /** 1 where {@code this > other}, else 0. */
    default LazyTensor greaterThan(LazyTensor other) {
        Objects.requireNonNull(other, "other");
        return other.apply("LessThan", this);
    }

    /** 1 where {@code this > other}, else 0. */
    default LazyTensor greaterThan(double other) {
        return LazyTensor.number(other).apply("LessThan", this);
    }

    /** 1 where {@code this >= other}, else 0. */
    default LazyTensor atLeast(LazyTensor other) {
        Objects.requireNonNull(other, "other");
        return other.apply("LessOrEqual", this);
    }

    /** 1 where {@code this >= other}, else 0. */
    default LazyTensor atLeast(double other) {
        return LazyTensor.number(other).apply("LessOrEqual", this);
    }

    /** A whole power: a square for 2, an inverse for -1. */
    default LazyTensor pow(int exponent) {
        return switch (exponent) {
            case 2 -> apply("Square");
            case -1 -> apply("Inv");
            default -> apply("Pow", exponent);
        };
    }

    /** A power: a square root for 0.5, its inverse for -0.5; of negative numbers NaN unless the exponent is whole. */
    default LazyTensor pow(double exponent) {
        if (exponent == 0.5) {
            return apply("Sqrt");
        } else if (exponent == -0.5) {
            return apply("Rsqrt");
        }
        return exponent == Math.rint(exponent) && Math.abs(exponent) <= Integer.MAX_VALUE
                ? pow((int) exponent)
                : apply("Powf", exponent);
    }

    /** This to the power of another. */
    default LazyTensor pow(LazyTensor exponent) {
        return apply("Powf", exponent);
    }

    /** The magnitude. */
    default LazyTensor abs() {
        return apply("Abs");
    }

    /** The exponential. */
    default LazyTensor exp() {
        return apply("Exp");
    }

    /** The natural logarithm. */
    default LazyTensor log() {
        return apply("Log");
    }

    /** The natural logarithm of 1 + this, accurate where this is small. */
    default LazyTensor log1p() {
        return apply("Log1p");
    }

    /** This times its logarithm; 0 at 0. */
    default LazyTensor xLogX() {
        return apply("XLogX");
    }

    /** The sine. */
    default LazyTensor sin() {
        return apply("Sin");
    }

    /** The cosine. */
    default LazyTensor cos() {
        return apply("Cos");
    }

    /** The sine divided by this; 1 at 0. */
    default LazyTensor sinXDivX() {
        return apply("SinXDivX");
    }

    /** The arcsine. */
    default LazyTensor asin() {
        return apply("Asin");
    }

    /** The arccosine. */
    default LazyTensor acos() {
        return apply("Acos");
    }

    /** The arctangent. */
    default LazyTensor atan() {
        return apply("Atan");
    }

    /** The hyperbolic tangent. */
    default LazyTensor tanh() {
        return apply("Tanh");
    }

    /** The square root. */
    default LazyTensor sqrt() {
        return apply("Sqrt");
    }

    /** The inverse of the square root; 0 at 0. */
    default LazyTensor rsqrt() {
        return apply("Rsqrt");
    }

    /** The square. */
    default LazyTensor square() {
        return apply("Square");
    }

    /** The inverse. */
    default LazyTensor inv() {
        return apply("Inv");
    }

    /** -1, 0 or 1. */
    default LazyTensor sign() {
        return apply("Sign");
    }

    /** 0 where this is negative, else 1. */
    default LazyTensor step() {
        return apply("Step");
    }

    /** 0 where this is negative, else this. */
    default LazyTensor relu() {
        return apply("ReLU");
    }

    /** The largest whole number that is not above this. */
    default LazyTensor floor() {
        return apply("Floor");
    }

    /** 1 / (1 + exp(-this)). */
    default LazyTensor sigmoid() {
        return apply("Sigmoid");
    }

    /** log(1 + exp(this)). */
    default LazyTensor softplus() {
        return apply("Softplus");
    }

    /** The error function. */
    default LazyTensor erf() {
        return apply("Erf");
    }

    /** sin(pi x) / (pi x), as NumPy's {@code sinc}; 1 at 0. */
    default LazyTensor sinc() {
        return times(Math.PI).sinXDivX();
    }

    /** Rounded to some decimals, half away from zero. */
    default LazyTensor round(int decimals) {
        return apply("Round", decimals);
    }

    /** The angle of the point (other, this). */
    default LazyTensor atan2(LazyTensor other) {
        return apply("Atan2", other);
    }

    /** This, but at least {@code low} and at most {@code high}. */
    default LazyTensor clamp(LazyTensor low, LazyTensor high) {
        return apply("Clamp", low, high);
    }

    /** This, but at least {@code low} and at most {@code high}. */
    default LazyTensor clamp(double low, double high) {
        return apply("Clamp", low, high);
    }

    /** {@code then} where this is 0 or more, {@code otherwise} elsewhere. */
    default LazyTensor ifElse(LazyTensor then, LazyTensor otherwise) {
        return apply("IfElse", then, otherwise);
    }

    /** {@code then} where this is 0 or more, {@code otherwise} elsewhere. */
    default LazyTensor ifElse(double then, double otherwise) {
        return apply("IfElse", then, otherwise);
    }

    /** The rest of a division by a modulus, from 0 on. */
    default LazyTensor mod(double modulus) {
        return apply("Mod", modulus, 0);
    }

    /** The rest of a division by a modulus, from an offset on. */
    default LazyTensor mod(LazyTensor modulus, LazyTensor offset) {
        return apply("Mod", modulus, offset);
    }
}
