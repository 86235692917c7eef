package keops.random;

import java.util.List;
import keops.reduction.Reduction;

/** A reduction that random cases are made with, and how its results are judged. One line makes another one drawn. */
record DrawnReduction(Reduction reduction, Judge judge) {
    static final List<DrawnReduction> ALL = List.of(
            new DrawnReduction(Reduction.SUM, Judge::sum));
}
