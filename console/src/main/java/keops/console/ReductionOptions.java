package keops.console;

import java.util.List;
import java.util.Optional;
import keops.Genred;
import keops.GenredBuilder;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import picocli.CommandLine.Option;

/** The options of a reduction, as a mix-in or superclass for commands. Not thread-safe. */
public class ReductionOptions {
    @Option(names = "--formula", paramLabel = "F", required = true,
            description = "The formula, as in 'Exp(-g * SqDist(x,y)) * b'.")
    private String formula;

    @Option(names = "--alias", paramLabel = "ALIAS",
            description = {
                "One argument, as in 'x = Vi(3)': Vi is indexed by i, Vj by j, Pm is a parameter.",
                "Repeat it for every argument, in order."
            })
    private List<String> aliases = List.of();

    @Option(names = "--reduction", paramLabel = "NAME", defaultValue = "Sum",
            description = "What is made of the values along the axis (default: ${DEFAULT-VALUE}).")
    private String reduction;

    @Option(names = "--k", paramLabel = "K", defaultValue = "0",
            description = "How many values KMin, KMax and their Arg forms keep.")
    private int k;

    @Option(names = {"--weight", "--formula2"}, paramLabel = "F2",
            description = "The weight formula of a sum of exponentials, over the same arguments.")
    private String weight;

    @Option(names = "--axis", paramLabel = "AXIS", defaultValue = "0",
            description = "The axis that is reduced: 0 for i, 1 for j (default: ${DEFAULT-VALUE}).")
    private int axis;

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

    /** The axis, not checked yet. */
    public int axis() {
        return axis;
    }

    /**
     * A builder of the reduction.
     *
     * @throws FormulaException if there is no such reduction or axis
     */
    public GenredBuilder builder() {
        GenredBuilder builder = Genred.of(formula, aliases.toArray(String[]::new)).reduction(reduction()).axis(axis);
        return weight == null ? builder : builder.weight(weight);
    }
}
