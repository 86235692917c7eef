package keops.cpu.lists;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import keops.cpu.code.KernelClass;
import keops.cpu.code.KernelShape;
import keops.cpu.code.VectorCode;

/**
 * Writes an {@link Insertion}: for each event, the ranks of the lists from the last to the first, without branches. A
 * candidate enters a rank where it is smaller than what is there or the rank is empty (NaN); where it enters the rank
 * before too, that moves down instead. What is equal stays where it is, so that of ties the lowest index is kept.
 */
final class InsertionEmitter {
    private static final int EVENTS = 1;
    private static final int COUNT = 2;
    private static final int CANDIDATES = 3;
    private static final int VALUES = 4;
    private static final int INDICES = 5;
    private static final int FIRST_LIST = 6;
    private static final int FIRST_INDEX = 7;
    private static final int EVENT = 8;
    private static final int LIST = 9;
    private static final int INDEX = 10;
    private static final int WORD = 11;
    private static final int FIRST_FREE = 13;

    private final KernelShape shape;
    private final VectorCode code;
    private final int candidate;
    private final int index;
    private final int valid;

    private InsertionEmitter(KernelShape shape) {
        this.shape = shape;
        this.code = new VectorCode(shape.kind(), FIRST_FREE);
        this.candidate = code.newLocal();
        this.index = code.newLocal();
        this.valid = code.newLocal();
    }

    /** The insertion into lists of some ranks. */
    static Insertion emit(KernelShape shape, int ranks) {
        var emitter = new InsertionEmitter(shape);
        var type = MethodTypeDesc.of(
                CD_void, CD_long.arrayType(), CD_int, CD_Object, CD_Object, CD_Object, CD_int, CD_int);
        return KernelClass.define(Insertion.class, shape, emitter.code.constants(), "insert",
                type, c -> emitter.method(c, ranks));
    }

    private void method(CodeBuilder c, int ranks) {
        KernelClass.castArrays(c, shape.kind(), CANDIDATES, VALUES, INDICES);
        c.iconst_0().istore(EVENT);
        Label nextEvent = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(nextEvent).iload(EVENT).iload(COUNT).if_icmpge(end);
        c.aload(EVENTS).iload(EVENT).laload().lstore(WORD);
        c.lload(WORD).loadConstant(Integer.SIZE).lushr().l2i().iload(FIRST_LIST).iadd().istore(LIST);
        c.lload(WORD).l2i().iload(FIRST_INDEX).iadd().istore(INDEX);
        code.broadcastIndex(c, INDEX, index);
        code.load(c, CANDIDATES, at -> at.iload(EVENT).loadConstant(shape.lanes()).imul(), candidate);
        code.compareInto(c, candidate, "EQ", candidate, valid);
        list(c, ranks);
        c.iinc(EVENT, 1).goto_(nextEvent).labelBinding(end).return_();
    }

    /** The ranks of a list, from the last to the first; the place before them is one that nothing enters. */
    private void list(CodeBuilder c, int ranks) {
        int[] values = new int[ranks + 1];
        int[] indices = new int[ranks + 1];
        int[] enters = new int[ranks + 1];
        for (int rank = ranks; rank >= 0; rank--) {
            int offset = rank * shape.blockRows();
            values[rank] = code.newLocal();
            indices[rank] = code.newLocal();
            enters[rank] = code.newLocal();
            code.load(c, VALUES, at -> at.iload(LIST).loadConstant(offset).iadd(), values[rank]);
            code.load(c, INDICES, at -> at.iload(LIST).loadConstant(offset).iadd(), indices[rank]);
            code.compareInto(c, values[rank], "LE", candidate, enters[rank]);
            code.andNotInto(c, valid, enters[rank], enters[rank]);
            if (rank < ranks) {
                int after = rank + 1;
                int place = offset + shape.blockRows();
                code.blendInto(c, values[after], candidate, enters[after], values[after]);
                code.blendInto(c, values[after], values[rank], enters[rank], values[after]);
                code.blendInto(c, indices[after], index, enters[after], indices[after]);
                code.blendInto(c, indices[after], indices[rank], enters[rank], indices[after]);
                code.store(c, values[after], VALUES, at -> at.iload(LIST).loadConstant(place).iadd());
                code.store(c, indices[after], INDICES, at -> at.iload(LIST).loadConstant(place).iadd());
            }
        }
    }
}
