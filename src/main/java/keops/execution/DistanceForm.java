package keops.execution;

/** How GPUs compute the squared distances of vectors; the other back ends always take differences. Immutable. */
public enum DistanceForm {
    /** The sum of squared differences: accurate to the last digits, infinities included. */
    DIFFERENCE,
    /**
     * {@code |x|^2 + |y|^2 - 2 (x|y)}: for vectors of more than some 30 components nearly half the work, and an
     * absolute error of about {@code eps (|x|^2 + |y|^2)}, where eps is 6e-8 in float32 and 1e-16 in float64. Relative
     * to the distance that is large for points that are nearer to each other than to the origin, so it pays to move the
     * origin into their middle first. Infinite components give NaN.
     */
    PRODUCT
}
