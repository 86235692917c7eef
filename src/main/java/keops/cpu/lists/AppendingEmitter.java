package keops.cpu.lists;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelClass;
import keops.cpu.code.KernelShape;

/** Writes an {@link Appending}: a plain loop, for either compute type. */
final class AppendingEmitter {
    private static final int CANDIDATE = 1;
    private static final int TO = 2;
    private static final int GATHERED_VALUES = 3;
    private static final int GATHERED_INDICES = 4;
    private static final int GATHERED_ROWS = 5;
    private static final int VALUES = 6;
    private static final int INDICES = 7;
    private static final int ENDS = 8;
    private static final int FULL = 9;
    private static final int CAPACITY = 10;
    private static final int ROW = 11;
    private static final int END = 12;

    private AppendingEmitter() {}

    /** The appending for kernels of a shape. */
    static Appending emit(KernelShape shape) {
        var type = MethodTypeDesc.of(CD_int, CD_int, CD_int, CD_Object, CD_Object, CD_Object, CD_Object, CD_Object,
                CD_int.arrayType(), CD_int, CD_int);
        return KernelClass.define(Appending.class, shape, List.of(), "append", type,
                c -> method(c, shape.kind()));
    }

    private static void method(CodeBuilder c, ElementKind kind) {
        KernelClass.castArrays(c, kind, GATHERED_VALUES, GATHERED_INDICES, GATHERED_ROWS, VALUES, INDICES);
        Label next = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(next).iload(CANDIDATE).iload(TO).if_icmpge(end);
        pushElement(c, kind, GATHERED_ROWS, CANDIDATE);
        kind.toIndex(c);
        c.istore(ROW);
        pushElement(c, kind, VALUES, ROW);
        pushElement(c, kind, GATHERED_VALUES, CANDIDATE);
        c.iinc(CANDIDATE, 1);
        kind.jumpIfAtMost(c, next);
        c.aload(ENDS).iload(ROW).iaload().istore(END);
        append(c, kind, VALUES, GATHERED_VALUES);
        append(c, kind, INDICES, GATHERED_INDICES);
        c.iinc(END, 1).aload(ENDS).iload(ROW).iload(END).iastore();
        c.iload(ROW).iload(CAPACITY).imul().iload(FULL).iadd().iload(END).if_icmpne(next);
        c.labelBinding(end).iload(CANDIDATE).ireturn();
    }

    /** The candidate is the one before that at hand. */
    private static void append(CodeBuilder c, ElementKind kind, int array, int gathered) {
        c.aload(array).iload(END).aload(gathered).iload(CANDIDATE).iconst_1().isub();
        kind.loadElement(c);
        kind.storeElement(c);
    }

    private static void pushElement(CodeBuilder c, ElementKind kind, int array, int at) {
        c.aload(array).iload(at);
        kind.loadElement(c);
    }
}
