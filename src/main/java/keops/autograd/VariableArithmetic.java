package keops.autograd;

import java.util.Objects;

/**
 * Arithmetic on {@link TapeVariable}s, element by element. Shapes are broadcast as in NumPy: from the last axis on,
 * sizes must be equal, or one of them 1 or missing. Every method throws {@link keops.error.FormulaException} if shapes
 * or element types do not fit, or if the tape is closed. Methods must be called by the thread of the tape.
 */
public sealed interface VariableArithmetic permits TapeVariable {
    private TapeVariable self() {
        return (TapeVariable) this;
    }

    /** {@code this + other}. */
    default TapeVariable plus(TapeVariable other) {
        Objects.requireNonNull(other, "other");
        return BinaryOperation.PLUS.of(self(), other);
    }

    /** {@code this + number}. */
    default TapeVariable plus(double number) {
        return Elementwise.plus(number).of(self());
    }

    /** {@code this - other}. */
    default TapeVariable minus(TapeVariable other) {
        Objects.requireNonNull(other, "other");
        return BinaryOperation.MINUS.of(self(), other);
    }

    /** {@code this - number}. */
    default TapeVariable minus(double number) {
        return plus(-number);
    }

    /** {@code this * other}. */
    default TapeVariable times(TapeVariable other) {
        Objects.requireNonNull(other, "other");
        return BinaryOperation.TIMES.of(self(), other);
    }

    /** {@code this * number}. */
    default TapeVariable times(double number) {
        return Elementwise.times(number).of(self());
    }

    /** {@code this / other}. */
    default TapeVariable div(TapeVariable other) {
        Objects.requireNonNull(other, "other");
        return BinaryOperation.DIVIDE.of(self(), other);
    }

    /** {@code this / number}. */
    default TapeVariable div(double number) {
        return Elementwise.dividedBy(number).of(self());
    }

    /** {@code -this}. */
    default TapeVariable negate() {
        return Elementwise.NEGATE.of(self());
    }

    /** {@code 1 / this}. */
    default TapeVariable inverse() {
        return Elementwise.INVERSE.of(self());
    }

    /** The exponential. */
    default TapeVariable exp() {
        return Elementwise.EXP.of(self());
    }

    /** The natural logarithm. */
    default TapeVariable log() {
        return Elementwise.LOG.of(self());
    }

    /** The square root. At 0 its derivative counts as 0, as in formulas, and second derivatives are infinite or NaN. */
    default TapeVariable sqrt() {
        return Elementwise.SQRT.of(self());
    }

    /**
     * The inverse of the square root. At 0 its value and its derivative count as 0, as in formulas, and second
     * derivatives are infinite or NaN.
     */
    default TapeVariable rsqrt() {
        return Elementwise.RSQRT.of(self());
    }

    /** The square. */
    default TapeVariable square() {
        return Elementwise.SQUARE.of(self());
    }

    /**
     * This to the power of a number; 0.5 is {@link #sqrt} and -0.5 is {@link #rsqrt}, as in formulas, and for exponents
     * from 0 to 1 the derivative at 0 counts as 0.
     */
    default TapeVariable pow(double exponent) {
        return Elementwise.power(exponent).of(self());
    }

    /** The absolute value. At 0 its derivative is 0, and second derivatives are NaN. */
    default TapeVariable abs() {
        return Elementwise.ABS.of(self());
    }

    /**
     * 0 where this is negative, else this. The derivative at 0 is 1, as in formulas. Negative elements get gradient 0,
     * even if they, or their own derivatives, are infinite.
     */
    default TapeVariable relu() {
        return Piecewise.RELU.of(self());
    }

    /**
     * This, clamped to {@code low} and {@code high}. The derivative at the bounds is 1. Elements beyond the bounds get
     * gradient 0, even if they, or their own derivatives, are infinite.
     */
    default TapeVariable clamp(double low, double high) {
        return Piecewise.clamp(low, high).of(self());
    }

    /** The hyperbolic tangent. */
    default TapeVariable tanh() {
        return Elementwise.TANH.of(self());
    }

    /** 1 / (1 + exp(-this)). */
    default TapeVariable sigmoid() {
        return Elementwise.SIGMOID.of(self());
    }

    /** The sine. */
    default TapeVariable sin() {
        return Elementwise.SIN.of(self());
    }

    /** The cosine. */
    default TapeVariable cos() {
        return Elementwise.COS.of(self());
    }
}
