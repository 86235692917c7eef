package keops.cpu.memory;

import keops.cpu.code.ElementKind;
import keops.tensor.Tensor;

/**
 * Loops over arrays of one compute type, {@code float[]} or {@code double[]}: all of {@link Scratch} that Java wants to
 * be written for each. Each is a method of its own and short, so that the JIT compiler makes short work of it.
 */
abstract sealed class Elements permits FloatElements, DoubleElements {
    /** Loops over arrays of a compute type, for one thread. */
    static Elements of(ElementKind kind) {
        return switch (kind) {
            case FLOAT -> new FloatElements();
            case DOUBLE -> new DoubleElements();
        };
    }

    /** Reads elements of a tensor, whose type the compute type holds, into an array. */
    abstract void read(Tensor tensor, long element, int count, Object to, int toAt);

    /** {@code to[toAt + k * toStride] = from[at + k * stride]}. */
    abstract void scatter(Object from, int at, int stride, Object to, int toAt, int toStride, int count);

    /** The same for runs of numbers that stand side by side. */
    abstract void scatterRuns(
            Object from, int at, int stride, Object to, int toAt, int toStride, int count, int length);

    /** Numbers, from one stride to the next, come to stand side by side in groups of some length. */
    abstract void gather(Object from, int at, int stride, Object to, int toAt, int toStride, int groups, int length);

    /**
     * Numbers of several lanes come to stand side by side: {@code to[toAt + k * toStride + lane] = from[at + k * stride
     * + lane * laneStride]}; the last lane that is given fills those beyond it.
     */
    abstract void interleave(Object from, int at, int stride, int laneStride, Object to, int toAt, int toStride,
            int count, int given, int lanes);

    abstract void fill(Object array, int from, int to, double value);

    abstract double get(Object array, int at);

    abstract void set(Object array, int at, double value);

    abstract void toDoubles(Object from, int at, double[] to, int toAt, int count);

    /** Fills the first places of an array. */
    abstract void fromDoubles(double[] from, int at, Object to, int count);

    /**
     * Sums some lanes after the other, each in the compute type as four sums side by side, which do not wait for each
     * other.
     */
    abstract void sumLanes(Object from, int at, int lanes, double[] to, int toAt, int toStride, int count);

    /** Adds numbers to totals in double precision. */
    abstract void addTo(double[] totals, int to, Object from, int at, int count);

    /** The same; where that rounds, the rounding errors are added to those kept aside, at the same places. */
    abstract void accumulate(double[] totals, double[] errors, int to, Object from, int at, int count);
}
