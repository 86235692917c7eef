package keops.cpu.emit;

import static keops.cpu.code.KernelClass.COLUMN;
import static keops.cpu.code.KernelClass.EVENTS;
import static keops.cpu.code.KernelClass.EVENT_COUNT;
import static keops.cpu.code.KernelClass.RESULTS;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.function.Consumer;
import keops.cpu.code.KernelCode;

/**
 * Places where a value may be among the smallest, as kernels report them: the column in the low half of a number, and
 * where the lists of the vector of rows start in its high half. The values of the vector of rows are left, event after
 * event, in the place of results.
 */
final class Events {
    private Events() {}

    /**
     * Adds code to a kernel that reports a value where it is not at or above a threshold in some lane.
     *
     * @param pushList pushes where the lists of the vector of rows start
     * @param column the column, counted from the one at hand
     */
    static void report(
            KernelCode code, int lanes, int value, int threshold, Consumer<CodeBuilder> pushList, int column) {
        code.inLoop(c -> {
            Label none = c.newLabel();
            code.pushIsAtMostEverywhere(c, threshold, value);
            c.ifne(none);
            c.aload(EVENTS).iload(EVENT_COUNT);
            pushList.accept(c);
            c.i2l().loadConstant(Integer.SIZE).lshl();
            c.iload(COLUMN).loadConstant(column).iadd().i2l().lor().lastore();
            code.store(c, value, RESULTS, at -> at.iload(EVENT_COUNT).loadConstant(lanes).imul());
            c.iinc(EVENT_COUNT, 1).labelBinding(none);
        });
    }
}
