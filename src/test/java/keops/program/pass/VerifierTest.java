package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Each fault of a program is told. */
class VerifierTest {
    private static final Scalar ROW = new Scalar.Load(0, 0, Stage.ROW);
    private static final Scalar COLUMN = new Scalar.Load(1, 0, Stage.COLUMN);

    private static void assertTold(String fault, Program program) {
        var error = assertThrows(AssertionError.class, () -> Verifier.verify("it", program));
        assertTrue(error.getMessage().startsWith("it: " + fault), error.getMessage());
    }

    private static Program program(Scalar... values) {
        return new Program(List.of(values), List.of(values.length - 1));
    }

    @Test
    void operandsComeBeforeWhatUsesThem() {
        assertTold("value 0 takes 0", program(new Scalar.Unary(UnaryFunction.ABS, 0)));
        assertTold("value 1 takes 2", program(ROW, new Scalar.Fma(0, 0, 2), COLUMN));
        assertTold("value 1 takes -1", program(ROW, new Scalar.Unary(UnaryFunction.ABS, -1)));
    }

    @Test
    void nothingIsWrittenTwice() {
        assertTold("value 1 is written twice", program(ROW, ROW));
    }

    @Test
    void outputsAreValues() {
        assertTold("output 1 is no value", new Program(List.of(ROW), List.of(1)));
        assertTold("output -1 is no value", new Program(List.of(ROW), List.of(-1)));
    }

    @Test
    void whatIsLoadedIsOfOneAxisOrAParameter() {
        assertTold("load 0 is of stage PAIR", program(new Scalar.Load(0, 0, Stage.PAIR)));
        assertTold("load 0 is of stage CONSTANT", program(new Scalar.Load(0, 0, Stage.CONSTANT)));
        assertTold("index 0 is of stage PARAMETER", program(new Scalar.Index(Stage.PARAMETER)));
    }

    private static Program sum(List<List<Integer>> streams, List<Integer> scalars, Program body) {
        return program(ROW, COLUMN, new Scalar.Binary(BinaryFunction.ADD, 0, 1),
                new Scalar.Fold(streams, scalars, body));
    }

    @Test
    void foldsHaveVectorsAndScalarsOfTheirTerms() {
        Program load = program(new Scalar.Load(0, 0, Stage.ROW));
        assertTold("fold 3 has no terms", sum(List.of(List.of()), List.of(), load));
        assertTold("fold 3 has vectors of several lengths",
                sum(List.of(List.of(0, 0), List.of(1)), List.of(), load));
        assertTold("fold 3 goes over values of pairs", sum(List.of(List.of(0, 2)), List.of(), load));
        assertTold("fold 3 takes no such vector",
                sum(List.of(List.of(0, 0)), List.of(), program(new Scalar.Load(1, 0, Stage.ROW))));
        assertTold("fold 3 takes no such scalar",
                sum(List.of(List.of(0, 0)), List.of(1), program(new Scalar.Supplied(1, Stage.ROW))));
        assertTold("fold 3 has a term with",
                sum(List.of(List.of(0, 0)), List.of(), program(new Scalar.Index(Stage.ROW))));
        assertTold("fold 3 has more than one term",
                sum(List.of(List.of(0, 0)), List.of(), new Program(load.values(), List.of(0, 0))));
    }
}
