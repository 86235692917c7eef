package keops.cuda.source;

import java.util.Optional;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Formula;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;

/** Plans from texts. */
final class Plans {
    private Plans() {}

    /** A reduction over j. */
    static Plan of(String reduction, String formula, String... aliases) {
        return of(Reduction.named(reduction), formula, null, aliases);
    }

    /** A reduction over j, with a weight or without (null). */
    static Plan of(Reduction reduction, String formula, String weight, String... aliases) {
        Declarations declarations = Declarations.of(aliases);
        Optional<Formula> weights = Optional.ofNullable(weight).map(text -> Parser.parse(text, declarations));
        return Plan.of(Parser.parse(formula, declarations), weights, declarations.arguments(), reduction,
                SumScheme.AUTO, Category.I);
    }
}
