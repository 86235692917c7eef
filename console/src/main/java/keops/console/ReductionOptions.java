package keops.console;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keops.Genred;
import keops.GenredBuilder;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Formula;
import keops.formula.Parser;
import keops.reduction.Reduction;
import picocli.CommandLine.Option;

/** The options of a reduction, as a mix-in or superclass for commands. Not thread-safe. */
public class ReductionOptions {
    @Option(names = "--formula", paramLabel = "F", required = true,
            description = "The formula, as in 'Exp(-g * SqDist(x,y)) * b'.")
    private String formula;

    @Option(names = "--alias", paramLabel = "ALIAS",
            description = "Declares one argument, as in 'x = Vi(3)': Vi is a vector per i, Vj a vector per j, Pm a "
                    + "parameter. Repeat the option for each argument, in order.")
    private List<String> aliases = List.of();

    @Option(names = "--reduction", paramLabel = "NAME", defaultValue = "Sum",
            description = "The reduction, as in LogSumExp or ArgKMin (default: ${DEFAULT-VALUE}).")
    private String reduction;

    @Option(names = "--k", paramLabel = "K", defaultValue = "0",
            description = "The number of values that KMin, KMax, ArgKMin and the like keep.")
    private int k;

    @Option(names = {"--weight", "--formula2"}, paramLabel = "F2",
            description = "The weight formula of LogSumExp or SumSoftMaxWeight, over the same arguments.")
    private String weight;

    @Option(names = {"--over", "--axis"}, paramLabel = "INDEX",
            converter = ReducedIndex.Type.class, completionCandidates = ReducedIndex.Type.class,
            description = "The index to reduce over: j (or 1) gives a row per i, i (or 0) gives a row per j. Required "
                    + "if anything is indexed by j.")
    private ReducedIndex index;

    /** Called by picocli for each command line. */
    public ReductionOptions() {}

    /** The formula. */
    public String formula() {
        return formula;
    }

    /** The weight formula, if there is one. */
    public Optional<String> weight() {
        return Optional.ofNullable(weight);
    }

    /** The arguments, in order. */
    public List<String> aliases() {
        return List.copyOf(aliases);
    }

    /**
     * The reduction.
     *
     * @throws FormulaException if the name is unknown, or K is invalid
     */
    public Reduction reduction() {
        try {
            return Reduction.named(reduction, k);
        } catch (FormulaException e) {
            throw k == 0 && lacksK() ? new FormulaException(e.getMessage() + "; --k gives it, as in --k 5", e) : e;
        }
    }

    private boolean lacksK() {
        try {
            return Reduction.named(reduction, 1).k() == 1;
        } catch (FormulaException e) {
            return false;
        }
    }

    /**
     * The index that is reduced; empty if no option names it and everything is indexed by i alone.
     *
     * @throws FormulaException if no option names it and something is indexed by j, or if the formula or an alias is
     *     wrong
     */
    public Optional<ReducedIndex> index() {
        if (index == null) {
            requireNoJ();
        }
        return Optional.ofNullable(index);
    }

    /**
     * A builder of the reduction.
     *
     * @throws FormulaException if there is no such reduction, or {@link #index} throws it
     */
    public GenredBuilder builder() {
        GenredBuilder builder = Genred.of(formula, aliases.toArray(String[]::new)).reduction(reduction());
        weight().ifPresent(builder::weight);
        index().ifPresent(named -> named.applyTo(builder));
        return builder;
    }

    private void requireNoJ() {
        Declarations declarations = Declarations.of(aliases.toArray(String[]::new));
        List<Formula> formulas = Stream.concat(Stream.of(formula), weight().stream())
                .map(text -> Parser.parse(text, declarations))
                .toList();
        if (declarations.anyIndexedBy(Category.J, formulas)) {
            throw new FormulaException("over which index? --over j gives a row per i, --over i a row per j");
        }
    }
}
