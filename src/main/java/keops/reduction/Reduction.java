package keops.reduction;

import java.util.List;
import java.util.stream.Collectors;
import keops.error.FormulaException;

/**
 * What is made of the values of a formula along the reduced axis.
 *
 * @param kind what is computed
 */
public record Reduction(Kind kind) {
    /** The sum of each component; 0 over an empty axis. NaN and infinities propagate as in IEEE sums. */
    public static final Reduction SUM = new Reduction(Kind.SUM);

    private static final List<Reduction> ALL = List.of(SUM);

    /** What reductions compute. */
    public enum Kind {
        /** Sums. */
        SUM("Sum");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** The name in text, as the original documentation spells it. */
    public String name() {
        return kind.text;
    }

    /**
     * The reduction of a name; case does not matter.
     *
     * @throws FormulaException if there is none
     */
    public static Reduction named(String name) {
        return ALL.stream()
                .filter(reduction -> reduction.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new FormulaException("unknown reduction '" + name + "'; known are: "
                        + ALL.stream().map(Reduction::name).collect(Collectors.joining(", "))));
    }
}
