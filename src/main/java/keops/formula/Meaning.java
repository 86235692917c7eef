package keops.formula;

/** What an operator computes. Immutable. */
public sealed interface Meaning {

    /** A value that is computed component by component; scalars are repeated. */
    record Elementwise(ScalarValue value) implements Meaning {}

    /** A value that is computed from all components of the arguments. */
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

    /** The expansion of a call into a formula. */
    interface Expansion {
        /** Expands the call. */
        Formula of(Call call);
    }
}
