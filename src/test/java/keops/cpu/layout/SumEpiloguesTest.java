package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.plan.Sum;
import keops.program.BinaryFunction;
import keops.program.Extent;
import keops.program.Staged;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** A sum for each column stands behind the sum for each row with which it shares a value. */
class SumEpiloguesTest {
    private final Programs program = new Programs();
    private final int first = program.of(BinaryFunction.SUBTRACT, program.row(0), program.column(0));
    private final int second = program.of(BinaryFunction.SUBTRACT, program.row(1), program.column(1));

    /** Two components for each row, then one for each column. */
    private static Plan plan() {
        Declarations declarations = Declarations.of("x = Vi(2)", "y = Vj(1)");
        List<Sum> sums = List.of(new Sum(Parser.parse("x * y", declarations), Extent.ROWS),
                new Sum(Parser.parse("y", declarations), Extent.COLUMNS));
        return Plan.ofSums(sums, declarations.arguments(), SumScheme.AUTO, Category.I);
    }

    private List<Epilogue> of(int sharedByColumn) {
        int a = program.of(BinaryFunction.MULTIPLY, first, program.column(2));
        int b = program.of(BinaryFunction.MULTIPLY, second, program.column(3));
        int c = program.of(BinaryFunction.MULTIPLY, sharedByColumn, program.row(2));
        Staged staged = program.staged(a, b, c);
        List<Epilogue> epilogues = SumEpilogues.of(plan(), staged);
        return epilogues.stream()
                .map(e -> e instanceof Epilogue.ColumnSum sum
                        ? new Epilogue.ColumnSum(2, sum.slot())
                        : new Epilogue.Sum(e.value() == a ? 0 : 1, SumScheme.AUTO))
                .map(Epilogue.class::cast)
                .toList();
    }

    @Test
    void itFollowsTheFirstWhereItSharesWithThat() {
        assertEquals(List.of(new Epilogue.Sum(0, SumScheme.AUTO), new Epilogue.ColumnSum(2, 0),
                new Epilogue.Sum(1, SumScheme.AUTO)), of(first));
    }

    @Test
    void itFollowsTheSecondWhereItSharesWithThat() {
        assertEquals(List.of(new Epilogue.Sum(0, SumScheme.AUTO), new Epilogue.Sum(1, SumScheme.AUTO),
                new Epilogue.ColumnSum(2, 0)), of(second));
    }
}
