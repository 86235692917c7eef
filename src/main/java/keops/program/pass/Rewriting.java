package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;

/**
 * The shell of passes: goes through the values of a program in their order, has each written to a new program, and
 * keeps the numbers that they have there. Values that no output needs are left out in the end, and equal ones are
 * written once.
 */
abstract class Rewriting {
    final Program program;
    final ProgramBuilder builder = ProgramBuilder.unlimited();
    private final int[] rewritten;

    Rewriting(Program program) {
        this.program = program;
        this.rewritten = new int[program.values().size()];
    }

    /** Goes through the program. */
    final Program run() {
        for (int v = 0; v < rewritten.length; v++) {
            rewritten[v] = rewrite(v, program.values().get(v));
        }
        return builder.build(outputs());
    }

    /**
     * Writes a value.
     *
     * @return the number that it has in the new program
     */
    abstract int rewrite(int v, Scalar value);

    /** The outputs of the new program, which may be written here: those of the old one unless a pass says otherwise. */
    List<Integer> outputs() {
        return program.outputs().stream().map(this::now).toList();
    }

    /** The number in the new program of a value that was written already. */
    final int now(int v) {
        return rewritten[v];
    }

    /** A value of the old program. */
    final Scalar value(int v) {
        return program.values().get(v);
    }

    /** Writes a value as it is, of its rewritten operands. */
    final int copy(Scalar value) {
        return builder.add(value.renumbered(this::now));
    }

    /**
     * Writes all values of a program as they are.
     *
     * @return their numbers in the new program
     */
    static List<Integer> copyAll(Program program, ProgramBuilder builder) {
        var numbers = new ArrayList<Integer>(program.values().size());
        program.values().forEach(value -> numbers.add(builder.add(value.renumbered(numbers::get))));
        return numbers;
    }
}
