package keops.formula;

import java.util.Arrays;
import java.util.List;

/** What definitions are written in: a short name for each operation, so that a definition reads as its mathematics. */
final class Algebra {
    private Algebra() {}

    static Formula number(double value) {
        return new Constant(value);
    }

    static Formula plus(Formula f, Formula g) {
        return Call.of(ElementwiseOperators.ADD, f, g);
    }

    static Formula minus(Formula f, Formula g) {
        return Call.of(ElementwiseOperators.SUBTRACT, f, g);
    }

    static Formula times(Formula f, Formula g) {
        return Call.of(ElementwiseOperators.MULTIPLY, f, g);
    }

    static Formula over(Formula f, Formula g) {
        return Call.of(ElementwiseOperators.DIVIDE, f, g);
    }

    static Formula negative(Formula f) {
        return Call.of(ElementwiseOperators.MINUS, f);
    }

    static Formula square(Formula f) {
        return Call.of(ElementwiseOperators.SQUARE, f);
    }

    static Formula inverse(Formula f) {
        return Call.of(ElementwiseOperators.INV, f);
    }

    static Formula squareRoot(Formula f) {
        return Call.of(ElementwiseOperators.SQRT, f);
    }

    static Formula inverseSquareRoot(Formula f) {
        return Call.of(ElementwiseOperators.RSQRT, f);
    }

    static Formula exponential(Formula f) {
        return Call.of(ElementwiseOperators.EXP, f);
    }

    static Formula sine(Formula f) {
        return Call.of(ElementwiseOperators.SIN, f);
    }

    static Formula cosine(Formula f) {
        return Call.of(ElementwiseOperators.COS, f);
    }

    static Formula sum(Formula f) {
        return Call.of(VectorOperators.SUM, f);
    }

    static Formula repeated(Formula f, int dim) {
        return new Call(VectorOperators.SUM_T, List.of(f), List.of(List.of(dim)));
    }

    static Formula scalarProduct(Formula f, Formula g) {
        return Call.of(VectorOperators.SCALAR_PRODUCT, f, g);
    }

    static Formula squaredNorm(Formula f) {
        return Call.of(VectorOperators.SQ_NORM2, f);
    }

    static Formula squaredDistance(Formula f, Formula g) {
        return Call.of(VectorOperators.SQ_DIST, f, g);
    }

    static Formula components(Formula f, int start, int dim) {
        return new Call(ComponentOperators.EXTRACT, List.of(f), List.of(List.of(start), List.of(dim)));
    }

    static Formula matrixTimesVector(Formula matrix, Formula vector) {
        return Call.of(MatrixOperators.MAT_VEC_MULT, matrix, vector);
    }

    /** The contraction of two tensors, the axes of the result in the order of {@code permutation} if there is one. */
    static Formula contraction(Formula f, Formula g, int[][] parameters) {
        return new Call(MatrixOperators.TENSOR_DOT, List.of(f, g),
                Arrays.stream(parameters).map(list -> Arrays.stream(list).boxed().toList()).toList());
    }

    static Formula realPart(Formula f) {
        return Call.of(ComplexOperators.COMPLEX_REAL, f);
    }

    static Formula imaginaryPart(Formula f) {
        return Call.of(ComplexOperators.COMPLEX_IMAG, f);
    }

    /** Complex numbers of given real and imaginary parts. */
    static Formula complex(Formula real, Formula imaginary) {
        return plus(
                Call.of(ComplexOperators.REAL_TO_COMPLEX, real), Call.of(ComplexOperators.IMAG_TO_COMPLEX, imaginary));
    }
}
