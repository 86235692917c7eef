package keops.formula;

import java.util.List;
import java.util.Optional;

/**
 * Rules of algebra for one operation, in the order in which they are tried. The order matters: what an earlier rule
 * makes has no case of a later one, and formulas that are made in two ways are equal, so that they are computed once.
 *
 * @param <A> the arguments of the operation
 */
final class Rules<A> {
    private final List<Rule<A>> rules;

    /** One line of algebra. */
    @FunctionalInterface
    interface Rule<A> {
        /** The right side, where the arguments are those of the left side; else nothing. */
        Optional<Formula> apply(A arguments);
    }

    private Rules(List<Rule<A>> rules) {
        this.rules = rules;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is read only
    static <A> Rules<A> of(Rule<A>... rules) {
        return new Rules<>(List.of(rules));
    }

    /** What the first rule that applies makes; nothing where none does. */
    Optional<Formula> first(A arguments) {
        for (Rule<A> rule : rules) {
            Optional<Formula> made = rule.apply(arguments);
            if (made.isPresent()) {
                return made;
            }
        }
        return Optional.empty();
    }
}
