package keops;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * Operations on {@link LazyTensor}s as vectors, matrices (row by row) and tensors. Every method throws
 * {@link keops.error.FormulaException} if dimensions, numbers of rows or element types do not fit.
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyVectors extends LazyOperations permits LazyTensor {

    /** The scalar product. */
    default LazyTensor dot(LazyTensor other) {
        return apply("Scalprod", other);
    }

    /** The sum of the components. */
    default LazyTensor sum() {
        return apply("Sum");
    }

    /** The product of the components. */
    default LazyTensor prod() {
        return apply("Prod");
    }

    /** The angle to another vector, in radians from 0 to pi, accurate everywhere; see {@code Angle} in the table. */
    default LazyTensor angle(LazyTensor other) {
        return apply("Angle", other);
    }

    /** The cosine of the angle to another vector; 0 where one of them is 0. */
    default LazyTensor cosineSimilarity(LazyTensor other) {
        return apply("CosineSimilarity", other);
    }

    /** The distance on a sphere of radius 1 of two places (latitude, longitude) in radians. */
    default LazyTensor haversine(LazyTensor other) {
        return apply("Haversine", other);
    }

    /** The largest component. */
    default LazyTensor max() {
        return apply("Max");
    }

    /** The smallest component. */
    default LazyTensor min() {
        return apply("Min");
    }

    /** The number of the largest component, from 0. */
    default LazyTensor argMax() {
        return apply("ArgMax");
    }

    /** The number of the smallest component, from 0. */
    default LazyTensor argMin() {
        return apply("ArgMin");
    }

    /** The logarithm of the sum of the exponentials of the components. */
    default LazyTensor logSumExp() {
        return apply("LogSumExp");
    }

    /** The squared Euclidean norm. */
    default LazyTensor sqNorm2() {
        return apply("SqNorm2");
    }

    /** The Euclidean norm. */
    default LazyTensor norm2() {
        return apply("Norm2");
    }

    /** This divided by its norm; 0 at 0. */
    default LazyTensor normalize() {
        return apply("Normalize");
    }

    /** The squared Euclidean distance. */
    default LazyTensor sqDist(LazyTensor other) {
        return apply("SqDist", other);
    }

    /** The squared norm with weights: a scalar, a diagonal, or a matrix. */
    default LazyTensor weightedSqNorm(LazyTensor weights) {
        Objects.requireNonNull(weights, "weights");
        return weights.apply("WeightedSqNorm", this);
    }

    /** The squared distance with weights: a scalar, a diagonal, or a matrix. */
    default LazyTensor weightedSqDist(LazyTensor other, LazyTensor weights) {
        Objects.requireNonNull(weights, "weights");
        return weights.apply("WeightedSqDist", this, other);
    }

    /** A component, from 0; a negative number counts from the end. */
    default LazyTensor elem(int component) {
        int dim = ((LazyTensor) this).dim();
        return apply("Elem", component < 0 && component >= -dim ? component + dim : component);
    }

    /**
     * The components from {@code start} to {@code end}, which is not among them; negative numbers count from the end.
     */
    default LazyTensor slice(int start, int end) {
        return slice(start, end, 1);
    }

    /**
     * Every {@code step}-th component from {@code start} on, before {@code end}; negative numbers count from the end. A
     * negative step goes backwards: {@code slice(-1, -dim - 1, -1)} is the reverse of all components.
     */
    LazyTensor slice(int start, int end, int step);

    /**
     * The component at an index that is a lazy tensor, such as labels: component floor(index + 1/2), 0 where there is
     * none. All components are compared with the index, once per row where it belongs to rows.
     */
    default LazyTensor elem(LazyTensor index) {
        return apply("GatherRow", index, 1);
    }

    /** The row at an index of a matrix with so many columns, row by row; zeros where there is none. */
    default LazyTensor gatherRow(LazyTensor index, int columns) {
        return apply("GatherRow", index, columns);
    }

    /** Some components, from {@code start} on. */
    default LazyTensor extract(int start, int count) {
        return apply("Extract", start, count);
    }

    /** This scalar at a component of a vector of zeros. */
    default LazyTensor elemT(int dim, int component) {
        return apply("ElemT", dim, component);
    }

    /** This vector from a component of a vector of zeros on. */
    default LazyTensor extractT(int start, int dim) {
        return apply("ExtractT", start, dim);
    }

    /** The components of this, then those of the others. */
    default LazyTensor concat(LazyTensor... others) {
        Objects.requireNonNull(others, "others");
        return apply("Concat", Stream.of(others).toArray());
    }

    /** 1 at the component that this scalar names, zeros elsewhere. */
    default LazyTensor oneHot(int dim) {
        return apply("OneHot", dim);
    }

    /** The B-splines of an order on these knots, at x. */
    default LazyTensor bSpline(LazyTensor x, int order) {
        return apply("BSpline", x, order);
    }

    /** This matrix times a vector. */
    default LazyTensor matVecMult(LazyTensor vector) {
        return apply("MatVecMult", vector);
    }

    /** This vector times a matrix. */
    default LazyTensor vecMatMult(LazyTensor matrix) {
        return apply("VecMatMult", matrix);
    }

    /** The products of all components of this with all of another, row by row. */
    default LazyTensor tensorProd(LazyTensor other) {
        return apply("TensorProd", other);
    }

    /**
     * The sum over common axes of two tensors.
     *
     * @param sizes the sizes of the axes of this
     * @param otherSizes the sizes of the axes of the other
     * @param axes the axes of this that are summed over
     * @param otherAxes the axes of the other that they meet
     */
    default LazyTensor tensorDot(LazyTensor other, int[] sizes, int[] otherSizes, int[] axes, int[] otherAxes) {
        return apply("TensorDot", other, sizes, otherSizes, axes, otherAxes);
    }

    /** As above; the axis k of the result becomes axis {@code permutation[k]}. */
    default LazyTensor tensorDot(
            LazyTensor other, int[] sizes, int[] otherSizes, int[] axes, int[] otherAxes, int[] permutation) {
        return apply("TensorDot", other, sizes, otherSizes, axes, otherAxes, permutation);
    }

    /** The Kronecker product of two tensors of as many axes, of the given sizes. */
    default LazyTensor kron(LazyTensor other, int[] sizes, int[] otherSizes) {
        return apply("Kron", other, sizes, otherSizes);
    }

    /** This, with parts that are equal to another computed once, as they are anyway: for formulas of the original. */
    default LazyTensor factorize(LazyTensor part) {
        return apply("Factorize", part);
    }

    /** This, with equal parts computed once, as they are anyway: for formulas of the original. */
    default LazyTensor autoFactorize() {
        return apply("AutoFactorize");
    }

    /** The soft dynamic time warping of two series, for squared differences. */
    default LazyTensor softDtwSqDist(LazyTensor other, LazyTensor gamma) {
        return apply("SoftDTW_SqDist", other, gamma);
    }
}
