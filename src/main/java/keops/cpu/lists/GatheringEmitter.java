package keops.cpu.lists;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import keops.cpu.code.KernelClass;
import keops.cpu.code.KernelShape;
import keops.cpu.code.VectorCode;

/**
 * Writes a {@link Gathering}: a loop over events without branches. How many rows an event is of cannot be predicted, so
 * that a loop over them here would cost more than what it does.
 */
final class GatheringEmitter {
    private static final int EVENTS = 1;
    private static final int EVENT = 2;
    private static final int TO = 3;
    private static final int REPORTED = 4;
    private static final int LIMITS = 5;
    private static final int ROWS = 6;
    private static final int FIRST_ROW = 7;
    private static final int FIRST_INDEX = 8;
    private static final int GATHERED_VALUES = 9;
    private static final int GATHERED_INDICES = 10;
    private static final int GATHERED_ROWS = 11;
    private static final int COUNT = 12;
    private static final int ROW = 13;
    private static final int INDEX = 14;
    private static final int WORD = 15;
    private static final int FIRST_FREE = 17;

    private final KernelShape shape;
    private final VectorCode code;
    private final int value;
    private final int limit;
    private final int row;
    private final int index;
    private final int isAbove;
    private final int isCandidate;

    private GatheringEmitter(KernelShape shape) {
        this.shape = shape;
        this.code = new VectorCode(shape.kind(), FIRST_FREE);
        this.value = code.newLocal();
        this.limit = code.newLocal();
        this.row = code.newLocal();
        this.index = code.newLocal();
        this.isAbove = code.newLocal();
        this.isCandidate = code.newLocal();
    }

    /** The gathering of what kernels of a shape report. */
    static Gathering emit(KernelShape shape) {
        var emitter = new GatheringEmitter(shape);
        var type = MethodTypeDesc.of(CD_int, CD_long.arrayType(), CD_int, CD_int, CD_Object, CD_Object, CD_Object,
                CD_int, CD_int, CD_Object, CD_Object, CD_Object);
        return KernelClass.define(Gathering.class, shape, emitter.code.constants(), "gather",
                type, emitter::method);
    }

    private void method(CodeBuilder c) {
        KernelClass.castArrays(
                c, shape.kind(), REPORTED, LIMITS, ROWS, GATHERED_VALUES, GATHERED_INDICES, GATHERED_ROWS);
        c.iconst_0().istore(COUNT);
        Label next = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(next).iload(EVENT).iload(TO).if_icmpge(end);
        c.aload(EVENTS).iload(EVENT).laload().lstore(WORD);
        c.lload(WORD).loadConstant(Integer.SIZE).lushr().l2i().iload(FIRST_ROW).iadd().istore(ROW);
        c.lload(WORD).l2i().iload(FIRST_INDEX).iadd().istore(INDEX);
        code.load(c, REPORTED, at -> at.iload(EVENT).loadConstant(shape.lanes()).imul(), value);
        code.load(c, LIMITS, at -> at.iload(ROW), limit);
        code.load(c, ROWS, at -> at.iload(ROW), row);
        code.broadcastIndex(c, INDEX, index);
        code.compareInto(c, value, "EQ", value, isCandidate);
        code.compareInto(c, limit, "LE", value, isAbove);
        code.andNotInto(c, isCandidate, isAbove, isCandidate);
        code.compressInto(c, value, isCandidate, value);
        code.compressInto(c, row, isCandidate, row);
        code.store(c, value, GATHERED_VALUES, at -> at.iload(COUNT));
        code.store(c, index, GATHERED_INDICES, at -> at.iload(COUNT));
        code.store(c, row, GATHERED_ROWS, at -> at.iload(COUNT));
        code.pushCount(c, isCandidate);
        c.iload(COUNT).iadd().istore(COUNT);
        c.iinc(EVENT, 1).goto_(next).labelBinding(end).iload(COUNT).ireturn();
    }
}
