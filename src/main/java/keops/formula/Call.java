package keops.formula;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import keops.error.FormulaException;

/**
 * An operator applied to formulas and to whole-number parameters: {@code Extract(x,1,2)} has one formula and two
 * parameters. Hash, size and depth are stored, so that large shared formulas are compared fast. Immutable.
 */
public final class Call implements Formula {
    private final Operator operator;
    private final List<Formula> arguments;
    private final List<List<Integer>> parameters;
    private final int dim;
    private final int hash;
    private final long size;
    private final int depth;
    private final Set<Category> categories;
    /**
     * The expansion of a definition, computed when it is first needed. Threads that compute it at once get equal
     * formulas.
     */
    private Formula expansion;

    /**
     * Applies an operator.
     *
     * @throws FormulaException if the number of arguments, their dimensions or the parameters do not fit
     */
    public Call(Operator operator, List<Formula> arguments, List<List<Integer>> parameters) {
        this.operator = Objects.requireNonNull(operator, "operator");
        this.arguments = List.copyOf(arguments);
        this.parameters = parameters.stream().map(List::copyOf).toList();
        operator.check(this.arguments.size(), this.parameters);
        this.dim = operator.dim(this.arguments, this.parameters);
        Limits.checkDimension(dim);
        long nodes = 1;
        int longest = 0;
        for (Formula argument : this.arguments) {
            nodes += argument.size();
            longest = Math.max(longest, argument.depth());
        }
        this.size = nodes;
        this.depth = longest + 1;
        if (depth > Limits.DEPTH) {
            throw new FormulaException("the formula nests more than " + Limits.DEPTH + " operations");
        }
        if (size > Limits.SIZE) {
            throw new FormulaException("the formula has more than " + Limits.SIZE + " operations");
        }
        this.categories = Arrays.stream(Category.values())
                .filter(category -> this.arguments.stream().anyMatch(argument -> argument.dependsOn(category)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Category.class)));
        this.hash = (operator.name().hashCode() * 31 + this.arguments.hashCode()) * 31 + this.parameters.hashCode();
    }

    /** Applies an operator that takes no whole-number parameters. */
    public static Call of(Operator operator, Formula... arguments) {
        for (int k = 0; k < arguments.length; k++) {
            if (arguments[k] == null) {
                throw new NullPointerException("argument " + k + " of " + operator.usage());
            }
        }
        return new Call(operator, List.of(arguments), List.of());
    }

    /** The operator. */
    public Operator operator() {
        return operator;
    }

    /** The whole-number parameters, each a number (a list of one) or an index list. */
    public List<List<Integer>> parameters() {
        return parameters;
    }

    /** The parameter at a rank, where it is a single number. */
    int parameter(int rank) {
        return parameters.get(rank).getFirst();
    }

    /** The parameter at a rank, as an index list; empty where it was left out. */
    int[] list(int rank) {
        return rank < parameters.size()
                ? parameters.get(rank).stream().mapToInt(Integer::intValue).toArray()
                : new int[0];
    }

    /** The formula that a call of a definition stands for. */
    public Formula expansion() {
        if (expansion == null && operator.meaning() instanceof Meaning.Definition(Meaning.Expansion made)) {
            expansion = made.of(this);
        }
        return Objects.requireNonNull(expansion, () -> operator + " is no definition");
    }

    /** The argument at a rank. */
    Formula argument(int rank) {
        return arguments.get(rank);
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public List<Formula> children() {
        return arguments;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public boolean dependsOn(Category category) {
        return categories.contains(category);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Call call && equal(this, call);
    }

    /** The first argument is often as deep as the formula, as in a + b + c + ...: a loop walks down it. */
    @SuppressWarnings("ReferenceEquality") // The same object is equal, and asking equals would recurse.
    private static boolean equal(Call first, Call second) {
        Call a = first;
        Call b = second;
        while (a != b) {
            if (a.hash != b.hash || a.size != b.size || a.operator != b.operator
                    || !a.parameters.equals(b.parameters) || !a.furtherArguments().equals(b.furtherArguments())) {
                return false;
            }
            if (!(a.argument(0) instanceof Call left) || !(b.argument(0) instanceof Call right)) {
                return a.argument(0).equals(b.argument(0));
            }
            a = left;
            b = right;
        }
        return true;
    }

    private List<Formula> furtherArguments() {
        return arguments.subList(1, arguments.size());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Printer.print(this);
    }
}
