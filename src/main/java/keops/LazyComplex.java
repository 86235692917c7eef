package keops;

/**
 * Operations on {@link LazyTensor}s as vectors of complex numbers, each a pair (real, imaginary) of neighbouring
 * components. Every method throws {@link keops.error.FormulaException} if dimensions, numbers of rows or element types
 * do not fit.
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyComplex extends LazyOperations permits LazyTensor {

    /** Complex numbers with these real parts. */
    default LazyTensor realToComplex() {
        return apply("Real2Complex");
    }

    /** Complex numbers with these imaginary parts. */
    default LazyTensor imagToComplex() {
        return apply("Imag2Complex");
    }

    /** exp(i this), for real numbers. */
    default LazyTensor exp1j() {
        return apply("ComplexExp1j");
    }

    /** The real parts. */
    default LazyTensor real() {
        return apply("ComplexReal");
    }

    /** The imaginary parts. */
    default LazyTensor imag() {
        return apply("ComplexImag");
    }

    /** The conjugates. */
    default LazyTensor conj() {
        return apply("Conj");
    }

    /** The magnitudes. */
    default LazyTensor complexAbs() {
        return apply("ComplexAbs");
    }

    /** The squared magnitudes. */
    default LazyTensor complexSquareAbs() {
        return apply("ComplexSquareAbs");
    }

    /** The arguments, from -pi to pi. */
    default LazyTensor angle() {
        return apply("ComplexAngle");
    }

    /** The complex exponentials. */
    default LazyTensor complexExp() {
        return apply("ComplexExp");
    }

    /** The sum of the complex components. */
    default LazyTensor complexSum() {
        return apply("ComplexSum");
    }

    /** The complex sum. */
    default LazyTensor complexPlus(LazyTensor other) {
        return apply("ComplexAdd", other);
    }

    /** The complex difference. */
    default LazyTensor complexMinus(LazyTensor other) {
        return apply("ComplexSubtract", other);
    }

    /** The complex product. */
    default LazyTensor complexTimes(LazyTensor other) {
        return apply("ComplexMult", other);
    }

    /** The complex quotient. */
    default LazyTensor complexDiv(LazyTensor other) {
        return apply("ComplexDivide", other);
    }

    /** Complex numbers times these real ones. */
    default LazyTensor realTimesComplex(LazyTensor other) {
        return apply("ComplexRealScal", other);
    }
}
