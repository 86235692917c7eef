package keops.program.pass;

import keops.program.Program;

/** A rewriting of programs. A pass is immutable and may be used by many threads at once. */
public interface Pass {
    /** What it is called in lists of passes. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The program written anew. */
    Program apply(Program program);

    /**
     * The number of outputs of the rewritten program; passes that do not say otherwise keep the outputs.
     *
     * @param before the number of outputs of the program that is given
     */
    default int outputs(int before) {
        return before;
    }
}
