package keops.program.pass;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;

/**
 * Tells what is wrong with a program: operands that come after what uses them, values that are written twice, stages
 * that cannot be, folds whose vectors or terms do not fit, outputs that are no values.
 */
final class Verifier {
    private final String maker;
    private final Program program;

    private Verifier(String maker, Program program) {
        this.maker = maker;
        this.program = program;
    }

    /**
     * Looks at a program.
     *
     * @param maker what has made it
     * @return true, so that it can be asserted
     * @throws AssertionError if something is wrong with it
     */
    static boolean verify(String maker, Program program) {
        new Verifier(maker, program).values();
        return true;
    }

    /**
     * Counts the outputs of a program.
     *
     * @return true, so that it can be asserted
     * @throws AssertionError if there are more or fewer than were expected
     */
    static boolean verifyOutputs(String maker, Program program, int expected) {
        new Verifier(maker, program)
                .require(program.outputs().size() == expected, program.outputs().size() + " outputs, not " + expected);
        return true;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(maker + ": " + otherwise + " in " + program);
        }
    }

    private void values() {
        Set<Scalar> known = new HashSet<>();
        for (int v = 0; v < program.values().size(); v++) {
            Scalar value = program.values().get(v);
            for (int operand : value.operands()) {
                require(0 <= operand && operand < v,
                        "value " + v + " takes " + operand + ", which does not come before it");
            }
            require(known.add(value), "value " + v + " is written twice");
        }
        for (int output : program.outputs()) {
            require(0 <= output && output < program.values().size(), "output " + output + " is no value");
        }
        List<Stage> stages = program.stages();
        for (int v = 0; v < stages.size(); v++) {
            stage(v, stages);
        }
    }

    private void stage(int v, List<Stage> stages) {
        switch (program.values().get(v)) {
            case Scalar.Load load -> require(
                    load.stage() != Stage.CONSTANT && load.stage() != Stage.PAIR && load.component() >= 0,
                    "load " + v + " is of stage " + load.stage());
            case Scalar.Index index -> require(
                    index.stage() == Stage.ROW || index.stage() == Stage.COLUMN,
                    "index " + v + " is of stage " + index.stage());
            case Scalar.Fold fold -> fold(v, fold, stages);
            case Scalar.Constant _, Scalar.Supplied _, Scalar.Unary _, Scalar.Binary _, Scalar.Fma _,
                    Scalar.Select _ -> { }
        }
    }

    private void fold(int v, Scalar.Fold fold, List<Stage> stages) {
        String name = "fold " + v;
        require(!fold.streams().isEmpty() && fold.length() > 0, name + " has no terms");
        for (List<Integer> stream : fold.streams()) {
            require(stream.size() == fold.length(), name + " has vectors of several lengths");
            Stage stage = stream.stream().map(stages::get).reduce(Stage.CONSTANT, Stage::join);
            require(stage != Stage.PAIR, name + " goes over values of pairs");
        }
        verify(maker + ", " + name, fold.body());
        require(fold.body().outputs().size() == 1, name + " has more than one term");
        for (Scalar value : fold.body().values()) {
            switch (value) {
                case Scalar.Load load -> require(
                        load.argument() < fold.streams().size() && load.component() == 0, name
                        + " takes no such vector");
                case Scalar.Supplied supplied ->
                    require(supplied.rank() < fold.scalars().size(), name + " takes no such scalar");
                case Scalar.Index _, Scalar.Fold _ -> require(false, name + " has a term with " + value);
                case Scalar.Constant _, Scalar.Unary _, Scalar.Binary _, Scalar.Fma _, Scalar.Select _ -> { }
            }
        }
    }
}
