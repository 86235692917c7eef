package keops.formula;

import java.util.List;

/**
 * A symbolic formula: a vector of {@link #dim()} real numbers that depends on parameters p, on a row x_i and on a row
 * y_j. Formulas know vectors and dimensions and nothing of loops. They are immutable, compare by structure, and cannot
 * be ill-formed: dimensions are checked when a node is made. A large formula shares its repeated parts: it is a graph
 * without cycles that reads as a tree.
 */
public sealed interface Formula permits Variable, Constant, Zero, Index, Call {

    /** The number of components, at least 1. */
    int dim();

    /** The sub-formulas, in the order they are written. */
    List<Formula> children();

    /** The number of nodes, shared ones counted each time they are written. */
    default long size() {
        return 1;
    }

    /** The longest path to a leaf. */
    default int depth() {
        return 1;
    }

    /** Whether it reads a variable, or an index, of a category. */
    boolean dependsOn(Category category);

    /** Parses a formula over named variables; see {@link Parser}. */
    static Formula parse(String text, String... aliases) {
        return Parser.parse(text, aliases).formula();
    }
}
