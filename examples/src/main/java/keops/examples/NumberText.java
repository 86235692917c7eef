package keops.examples;

import keops.tensor.Tensor;

/** The elements of a tensor as texts for programs: read back, they are the same numbers. */
final class NumberText {
    private NumberText() {}

    /** The shortest decimal number that is this element and no other of its type; NaN, Infinity and -Infinity by name. */
    static String of(Tensor tensor, long element) {
        return switch (tensor.dtype()) {
            case FLOAT16, BFLOAT16, FLOAT32 -> Float.toString((float) tensor.doubleAt(element));
            case FLOAT64 -> Double.toString(tensor.doubleAt(element));
            case INT32, INT64 -> Long.toString(tensor.longAt(element));
        };
    }
}
