package keops.cpu;

import java.lang.classfile.CodeBuilder;

/**
 * Places where a value may be among the smallest, as kernels report them: the column in the low half of a number, and where
 * the lists of the vector of rows start in its high half. The values of the vector of rows are left, event after event, in
 * the place of results.
 */
final class Events {
    private Events() {}

    /** Makes of the number of a list on the stack what an event has but for its column, which is added to it. */
    static void push(CodeBuilder code) {
        code.i2l().loadConstant(Integer.SIZE).lshl();
    }
}
