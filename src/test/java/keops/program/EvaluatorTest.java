package keops.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import org.junit.jupiter.api.Test;

/** Copies of an evaluator begin with what it knows, and go their own ways. */
class EvaluatorTest {
    private static final double PARAMETER = 3;

    /** Rows whose numbers are their own number. */
    private static final class Rows implements Evaluator.Inputs {
        private int row;

        @Override
        public double load(Scalar.Load load) {
            return load.stage() == Stage.PARAMETER ? PARAMETER : row;
        }

        @Override
        public double index(Stage stage) {
            return row;
        }
    }

    @Test
    void aCopyKnowsTheParameterAndHasRowsOfItsOwn() {
        Program program = Lower.apply(
                List.of(Parser.parse("Square(g) * x + 1", Declarations.of("g = Pm(1)", "x = Vi(1)"))), Category.I);
        int output = program.outputs().getFirst();
        var rows = new Rows();
        var first = new Evaluator(program);
        first.compute(Stage.PARAMETER, rows);
        rows.row = 5;
        first.compute(Stage.ROW, rows);
        Evaluator second = first.copy();
        assertEquals(46, second.value(output));
        rows.row = 7;
        second.compute(Stage.ROW, rows);
        assertEquals(64, second.value(output));
        assertEquals(46, first.value(output));
    }
}
