package keops.cpu.lists;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import keops.cpu.code.KernelClass;
import keops.cpu.code.KernelShape;
import keops.cpu.code.VectorCode;

/** Writes a {@link Sieve}: loops over vectors of numbers, without branches. */
final class SieveEmitter {
    private static final int VALUES = 1;
    private static final int INDICES = 2;
    private static final int FROM = 3;
    private static final int TO = 4;
    private static final int LIMIT = 5;
    private static final int KEPT = 7;
    private static final int FIRST_FREE = 8;

    private final KernelShape shape;
    private final boolean moves;
    private final VectorCode code;
    private final int value;
    private final int index;
    private final int limit;
    private final int isSmall;

    private SieveEmitter(KernelShape shape, boolean moves) {
        this.shape = shape;
        this.moves = moves;
        this.code = new VectorCode(shape.kind(), FIRST_FREE);
        this.value = code.newLocal();
        this.index = code.newLocal();
        this.limit = code.newLocal();
        this.isSmall = code.newLocal();
    }

    /** A sieve that counts only. */
    static Sieve counting(KernelShape shape) {
        return emit(shape, false);
    }

    /** A sieve that moves what it keeps. */
    static Sieve moving(KernelShape shape) {
        return emit(shape, true);
    }

    private static Sieve emit(KernelShape shape, boolean moves) {
        var emitter = new SieveEmitter(shape, moves);
        var type = MethodTypeDesc.of(CD_int, CD_Object, CD_Object, CD_int, CD_int, CD_double);
        return KernelClass.define(Sieve.class, shape, List.of(), "keepAtMost", type,
                emitter::method);
    }

    private void method(CodeBuilder c) {
        KernelClass.castArrays(c, shape.kind(), VALUES, INDICES);
        code.broadcast(c, number -> shape.kind().fromDouble(number.dload(LIMIT)), limit);
        c.iload(FROM).istore(KEPT);
        Label next = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(next).iload(FROM).iload(TO).if_icmpge(end);
        code.load(c, VALUES, at -> at.iload(FROM), value);
        code.compareInto(c, value, "LE", limit, isSmall);
        if (moves) {
            code.load(c, INDICES, at -> at.iload(FROM), index);
            code.compressInto(c, value, isSmall, value);
            code.compressInto(c, index, isSmall, index);
            code.store(c, value, VALUES, at -> at.iload(KEPT));
            code.store(c, index, INDICES, at -> at.iload(KEPT));
        }
        code.pushCount(c, isSmall);
        c.iload(KEPT).iadd().istore(KEPT);
        KernelClass.step(c, FROM, shape.lanes());
        c.goto_(next).labelBinding(end).iload(KEPT).ireturn();
    }
}
