package keops.formula;

/** What an operator computes. */
public sealed interface Meaning {

    /** A value made component by component; the components of scalars are repeated. */
    record Elementwise(ScalarValue value) implements Meaning {}

    /** A value made from all components of the arguments. */
    record Primitive(VectorValue value) implements Meaning {}

    /** Another formula, of the same dimension. */
    record Definition(Expansion expansion) implements Meaning {}

    /** One component of the value, from one component of each argument. */
    interface ScalarValue {
        /** Writes the value down. */
        int of(Scalars s, Call call, int[] arguments);
    }

    /** All components of the value, from all components of each argument. */
    interface VectorValue {
        /** Writes the value down. */
        int[] of(Scalars s, Call call, int[][] arguments);
    }

    /** The formula that a call stands for. */
    interface Expansion {
        /** Makes it. */
        Formula of(Call call);
    }
}
