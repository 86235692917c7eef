package keops.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.program.Extent;
import keops.program.Lower;
import keops.program.Program;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;

/**
 * Everything that a back end needs to know: what to compute for a pair, and what to make of it along a row.
 *
 * @param formula the formula: of sums with several extents, the terms of all one after the other
 * @param weight the weight formula of exponential sums
 * @param arguments the arguments, by position
 * @param reduction the reduction
 * @param scheme how sums are kept accurate
 * @param sums what the formula consists of: those parts that are reduced for each row, then those that are summed over
 *     the rows for each column, as gradients by variables of the other axis are, then those that are summed over all
 *     pairs, which gives one vector, as the gradients by parameters are; one part, for each row, unless the reduction
 *     is the sum
 * @param rows the category of the output: {@link Category#I} to reduce over j, {@link Category#J} to reduce over i
 * @param program formula and weight in scalar arithmetic, in which stage I is the index of the output: its outputs are
 *     the components of the formula and then those of the weight
 */
public record Plan(
        Formula formula,
        Optional<Formula> weight,
        List<Variable> arguments,
        Reduction reduction,
        SumScheme scheme,
        List<Sum> sums,
        Category rows,
        Program program) {
    /**
     * Sums for each column, which are read and written for each pair while rows go by: with more, one pass takes about
     * as long as two (measured for gradients of the Gaussian in D = 3 to 64).
     */
    private static final int MOST_BY_COLUMN = 24;

    /** Copies the lists. */
    public Plan {
        arguments = List.copyOf(arguments);
        sums = List.copyOf(sums);
    }

    /**
     * Lowers a formula.
     *
     * @throws FormulaException if formula, weight and reduction do not fit each other
     */
    public static Plan of(
            Formula formula,
            Optional<Formula> weight,
            List<Variable> arguments,
            Reduction reduction,
            SumScheme scheme,
            Category rows) {
        String name = reduction.name();
        if (reduction.isExponential()) {
            checkExponential(formula, weight, reduction);
        } else if (weight.isPresent()) {
            throw new FormulaException(name + " takes no weight formula (formula2), but " + weight.get() + " came");
        }
        if (!reduction.kind().schemes().contains(scheme)) {
            throw new FormulaException(name + " does not take the summation scheme " + scheme);
        }
        var formulas = new ArrayList<>(List.of(formula));
        weight.ifPresent(formulas::add);
        return new Plan(formula, weight, arguments, reduction, scheme, List.of(new Sum(formula, Extent.ROWS)), rows,
                Lower.apply(formulas, rows));
    }

    private static void checkExponential(Formula formula, Optional<Formula> weight, Reduction reduction) {
        String name = reduction.name();
        int dim = formula.dim();
        if (dim > Reduction.MOST_EXPONENTS) {
            throw new FormulaException(name + " of a vector takes a pass over the pairs for each component and at most "
                    + Reduction.MOST_EXPONENTS + " of them, but " + formula + " has dimension " + dim
                    + ": reduce parts of it");
        }
        if (weight.isEmpty() && reduction.isAverage()) {
            throw new FormulaException(name + " needs a weight formula (formula2)");
        }
        weight.filter(w -> dim > 1 && w.dim() != 1 && w.dim() != dim).ifPresent(w -> {
            throw new FormulaException(name
                    + " of a vector needs a weight for each component, or one of dimension 1, but "
                    + formula + " has dimension " + dim + " and the weight " + w + " has dimension " + w.dim());
        });
    }

    /**
     * Lowers a sum for each row.
     *
     * @throws FormulaException if the formula is too large
     */
    public static Plan ofSum(Formula formula, List<Variable> arguments, SumScheme scheme, Category rows) {
        return ofSums(List.of(new Sum(formula, Extent.ROWS)), arguments, scheme, rows);
    }

    /**
     * Lowers sums over both axes.
     *
     * @param sums those for each row, then those for each column, then those over all pairs
     * @throws FormulaException if they are too large together
     */
    public static Plan ofSums(List<Sum> sums, List<Variable> arguments, SumScheme scheme, Category rows) {
        Formula whole = concatenated(sums.stream().map(Sum::formula).toList());
        return ofSums(whole, sums, arguments, scheme, rows, Lower.apply(List.of(whole), rows));
    }

    /** The same plan, or nothing if the sums are too large together. */
    public static Optional<Plan> ofSumsIfFit(
            List<Sum> sums, List<Variable> arguments, SumScheme scheme, Category rows) {
        Formula whole = concatenated(sums.stream().map(Sum::formula).toList());
        return Lower.ifFits(List.of(whole), rows)
                .map(program -> ofSums(whole, sums, arguments, scheme, rows, program));
    }

    private static Plan ofSums(Formula whole, List<Sum> sums, List<Variable> arguments, SumScheme scheme, Category rows,
            Program program) {
        return new Plan(whole, Optional.empty(), arguments, Reduction.SUM, scheme, sums, rows, program);
    }

    /**
     * Whether sums for each column are worth having beside those for each row.
     *
     * @param scheme how sums are kept accurate
     * @param dim the number of components that are summed for each column
     */
    public static boolean takesColumns(SumScheme scheme, int dim) {
        return switch (scheme) {
            case AUTO, BLOCK -> dim <= MOST_BY_COLUMN;
            case KAHAN, DIRECT -> false;
        };
    }

    /** Of sums over both axes: those for each row, and those over all pairs. */
    public Plan withoutColumns() {
        return only(sums.stream().filter(sum -> sum.extent() != Extent.COLUMNS).toList(), rows);
    }

    /** Of sums over both axes: those for each column, which are the rows here. */
    public Plan ofColumns() {
        return only(sums.stream().filter(sum -> sum.extent() == Extent.COLUMNS).toList(), rows.otherAxis());
    }

    /**
     * Some of the sums. Their terms are taken out of the whole formula, of which the values are made in the same order.
     */
    private Plan only(List<Sum> kept, Category rowsOfKept) {
        var slices = new ArrayList<Formula>();
        int first = 0;
        for (Extent extent : Extent.values()) {
            int count = dim(extent);
            if (kept.stream().anyMatch(sum -> sum.extent() == extent)) {
                slices.add(new Call(
                        Operators.named("Extract"), List.of(formula), List.of(List.of(first), List.of(count))));
            }
            first += count;
        }
        Formula whole = concatenated(slices);
        boolean areColumns = rowsOfKept != rows;
        List<Sum> turned =
                kept.stream().map(sum -> areColumns ? new Sum(sum.formula(), Extent.ROWS) : sum).toList();
        return ofSums(whole, turned, arguments, scheme, rowsOfKept, Lower.apply(List.of(whole), rowsOfKept));
    }

    /** The components of some formulas one after the other. */
    private static Formula concatenated(List<Formula> parts) {
        return parts.size() == 1 ? parts.getFirst() : Call.of(Operators.named("Concat"), parts.toArray(Formula[]::new));
    }

    /** How many components of the formula have a sum of an extent. */
    public int dim(Extent extent) {
        int dim = 0;
        for (Sum sum : sums) {
            dim += sum.extent() == extent ? sum.formula().dim() : 0;
        }
        return dim;
    }

    /** What each component of the formula has a value for. */
    public List<Extent> extents() {
        return sums.stream()
                .flatMap(sum -> Collections.nCopies(sum.formula().dim(), sum.extent()).stream())
                .toList();
    }

    /** Whether some sums have another extent than the rows. */
    private boolean hasOtherExtents() {
        return dim(Extent.ROWS) < dim();
    }

    /** The dimension of the formula. */
    public int dim() {
        return formula.dim();
    }

    /**
     * The number of sums of exponentials: one for each component of the formula or, where that is a scalar, for each
     * component of the weight.
     */
    public int weightDim() {
        return Math.max(dim(), weight.map(Formula::dim).orElse(1));
    }

    /**
     * Whether it is computed component by component: exponential sums of a vector, each of which has its own largest.
     */
    public boolean isByComponent() {
        return reduction.isExponential() && dim() > 1;
    }

    /**
     * The same reduction of each component of the formula, where it {@link #isByComponent}. What components have in
     * common is computed for each.
     */
    public List<Plan> components() {
        return IntStream.range(0, dim())
                .mapToObj(d -> of(component(formula, d), weight.map(w -> component(w, d)), arguments, reduction,
                        scheme, rows))
                .toList();
    }

    /** A component of a formula; a scalar stands for all. */
    private static Formula component(Formula formula, int d) {
        return formula.dim() == 1
                ? formula
                : new Call(Operators.named("Elem"), List.of(formula), List.of(List.of(d)));
    }

    /** The number of sums of exponentials that are kept per row: for averages, the sum of the weights 1 comes first. */
    public int exponentialSums() {
        return weightDim() + (reduction.isAverage() ? 1 : 0);
    }

    /**
     * The outputs: values and indices, one of them or both; or sums for each row, for each column and over all pairs.
     */
    public List<Output> outputs() {
        if (hasOtherExtents()) {
            return Stream.of(Extent.values())
                    .filter(extent -> dim(extent) > 0)
                    .map(extent -> new Output(false, extent, List.of(dim(extent))))
                    .toList();
        }
        var outputs = new ArrayList<Output>();
        List<Integer> shape = reduction.kind().rowShape(dim(), weightDim());
        if (reduction.hasValues()) {
            outputs.add(new Output(false, Extent.ROWS, shape));
        }
        if (reduction.hasIndices()) {
            outputs.add(new Output(true, Extent.ROWS, shape));
        }
        return List.copyOf(outputs);
    }

    /**
     * The output of a reduction with one output of values, from back ends that may write it with more digits than the
     * type that is computed in: of logarithms, what is to be added to those of a row comes as an output of its own.
     */
    public List<Output> unroundedOutputs() {
        return reduction.isLogarithm()
                ? List.of(outputs().getFirst(), new Output(false, Extent.ROWS, List.of(1)))
                : outputs();
    }

    /** The positions of the parameters among the arguments. */
    public IntStream parameters() {
        return arguments.stream()
                .filter(variable -> variable.category() == Category.PARAMETER)
                .mapToInt(Variable::position);
    }

    @Override
    public String toString() {
        String axis = rows == Category.I ? "j" : "i";
        String other = rows == Category.I ? "i" : "j";
        return reduction.name() + " over " + axis + (dim(Extent.COLUMNS) == 0 ? "" : " and over " + other) + " of "
                + formula
                + weight.map(w -> " with weight " + w).orElse("");
    }
}
