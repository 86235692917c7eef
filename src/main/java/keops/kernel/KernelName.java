package keops.kernel;

import java.util.List;
import java.util.Map;
import keops.error.FormulaException;

/**
 * A parsed kernel name. Immutable.
 *
 * @param expression the expression
 * @param atoms its atomic kernels, in the order in which they are written
 * @param pairs its pairs of variables, in the order of their first appearance
 */
public record KernelName(
        KernelExpression expression, List<KernelExpression.Atom> atoms, List<KernelExpression.Pair> pairs) {
    /** Copies the lists. */
    public KernelName {
        atoms = List.copyOf(atoms);
        pairs = List.copyOf(pairs);
    }

    /** The kind of number that an atomic kernel has after its pair of variables. */
    public enum NumberKind {
        /** No number. */
        NONE,
        /** A positive integer. */
        WHOLE,
        /** A positive number. */
        REAL
    }

    /**
     * Parses a kernel name.
     *
     * @param text the name
     * @param known the names of the atomic kernels, with the kind of number that each has after its pair
     * @throws FormulaException if the text is not a kernel name: the message names the problem and points at its place
     */
    public static KernelName parse(String text, Map<String, NumberKind> known) {
        return new KernelNameParser(text, known).parse();
    }
}
