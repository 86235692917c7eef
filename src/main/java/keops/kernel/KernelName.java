package keops.kernel;

import java.util.List;
import java.util.Map;
import keops.error.FormulaException;

/**
 * A kernel name that was read.
 *
 * @param expression what it says
 * @param atoms its atomic kernels, in the order they are written
 * @param pairs its pairs of variables, in the order of their first appearance
 */
public record KernelName(
        KernelExpression expression, List<KernelExpression.Atom> atoms, List<KernelExpression.Pair> pairs) {
    /** Copies the lists. */
    public KernelName {
        atoms = List.copyOf(atoms);
        pairs = List.copyOf(pairs);
    }

    /** A number that an atomic kernel takes after its pair of variables. */
    public enum NumberKind {
        /** There is none. */
        NONE,
        /** A whole number above 0. */
        WHOLE,
        /** A number above 0. */
        REAL
    }

    /**
     * Reads a kernel name.
     *
     * @param text the name
     * @param known the names of the atomic kernels, with the number that each takes after its pair
     * @throws FormulaException if the text is not a kernel name: the message names the problem and points at its place
     */
    public static KernelName parse(String text, Map<String, NumberKind> known) {
        return new KernelNameParser(text, known).parse();
    }
}
