package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import keops.program.ProgramBuilder;
import keops.program.Stage;

/** A product taken apart: a number and values of a program under construction. */
final class Factors {
    double coefficient = 1;
    final List<Integer> values = new ArrayList<>();

    /** Whether something could be gained by ordering the product: a number, or values of several stages. */
    boolean isMixed(ProgramBuilder builder) {
        return coefficient != 1
                || values.stream().map(builder::stage).distinct().count() > 1;
    }

    /**
     * The product of the factors that are the same for all terms of a sum, the number included.
     *
     * @param isFixed whether values of a stage are: those that are fixed in a row, or in a column
     */
    int fixed(ProgramBuilder builder, Predicate<Stage> isFixed) {
        return product(builder, values.stream().filter(v -> isFixed.test(builder.stage(v))).toList(), coefficient);
    }

    /** The product of the factors that change from term to term. */
    int varying(ProgramBuilder builder, Predicate<Stage> isFixed) {
        return grouped(builder, values.stream().filter(v -> !isFixed.test(builder.stage(v))).toList(), 1);
    }

    /** The whole product, each part computed at the stage where it is cheapest. */
    int product(ProgramBuilder builder) {
        return grouped(builder, values, coefficient);
    }

    /**
     * The same with parts that do not depend on which axis is called rows: number and parameters join the row or column
     * factors, whichever came first. So a product has the same bits in reductions over either axis.
     */
    int productOfEitherAxis(ProgramBuilder builder) {
        var parts = new ArrayList<Integer>(ofStages(builder, values, Stage.PAIR));
        var common = new ArrayList<Integer>(values.stream().filter(v -> isCommon(builder.stage(v))).toList());
        List<Stage> axes = values.stream()
                .map(builder::stage)
                .filter(stage -> stage == Stage.ROW || stage == Stage.COLUMN)
                .distinct()
                .toList();
        if (axes.isEmpty() && (!common.isEmpty() || coefficient != 1)) {
            parts.add(product(builder, common, coefficient));
        }
        for (Stage axis : axes) {
            boolean isFirst = axis == axes.getFirst();
            var factors = new ArrayList<>(isFirst ? common : List.of());
            factors.addAll(ofStages(builder, values, axis));
            parts.add(product(builder, factors, isFirst ? coefficient : 1));
        }
        return product(builder, parts, 1);
    }

    private static boolean isCommon(Stage stage) {
        return stage.isFixedInRow() && stage.isFixedInColumn();
    }

    /** (pair factors) (number and row factors) (column factors); the number joins the cheapest part there is. */
    private static int grouped(ProgramBuilder builder, List<Integer> values, double coefficient) {
        List<Integer> pairs = ofStages(builder, values, Stage.PAIR);
        List<Integer> columns = ofStages(builder, values, Stage.COLUMN);
        List<Integer> rows = values.stream().filter(v -> builder.stage(v).isFixedInRow()).toList();
        boolean columnsTakeNumber = rows.isEmpty() && !columns.isEmpty();
        var parts = new ArrayList<Integer>(pairs);
        if (!rows.isEmpty() || !columnsTakeNumber && coefficient != 1) {
            parts.add(product(builder, rows, columnsTakeNumber ? 1 : coefficient));
        }
        if (!columns.isEmpty()) {
            parts.add(product(builder, columns, columnsTakeNumber ? coefficient : 1));
        }
        return product(builder, parts, 1);
    }

    private static List<Integer> ofStages(ProgramBuilder builder, List<Integer> values, Stage stage) {
        return values.stream().filter(v -> builder.stage(v) == stage).toList();
    }

    /** Number first, then parameters, then the rest, from left to right. */
    private static int product(ProgramBuilder builder, List<Integer> values, double coefficient) {
        if (values.isEmpty()) {
            return builder.constant(coefficient);
        }
        var ordered = new ArrayList<>(values);
        ordered.sort((a, b) -> Boolean.compare(isParameter(builder, b), isParameter(builder, a)));
        int product = coefficient == -1
                ? builder.negate(ordered.getFirst())
                : builder.multiply(builder.constant(coefficient), ordered.getFirst());
        for (int value : ordered.subList(1, ordered.size())) {
            product = builder.multiply(product, value);
        }
        return product;
    }

    private static boolean isParameter(ProgramBuilder builder, int value) {
        return builder.stage(value) == Stage.PARAMETER;
    }
}
