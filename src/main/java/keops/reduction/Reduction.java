package keops.reduction;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import keops.error.FormulaException;

/** What is made of the values of a formula along the reduced axis. */
public sealed interface Reduction {
    /** The sum of each component; 0 over an empty axis. NaN and infinities propagate as IEEE sums do. */
    Reduction SUM = new Sum();

    /** The sum of each component. */
    record Sum() implements Reduction {}

    /** The name in text, as the original documentation spells it. */
    default String name() {
        return switch (this) {
            case Sum _ -> "Sum";
        };
    }

    /** Every reduction. */
    static List<Reduction> all() {
        return List.of(SUM);
    }

    /**
     * The reduction of a name; case does not matter.
     *
     * @throws FormulaException if there is none
     */
    static Reduction named(String name) {
        return all().stream()
                .filter(reduction -> reduction.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new FormulaException("unknown reduction '" + name + "'; known are: "
                        + all().stream().map(Reduction::name).collect(Collectors.joining(", "))));
    }
}
