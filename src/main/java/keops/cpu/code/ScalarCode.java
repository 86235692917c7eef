package keops.cpu.code;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import keops.formula.Comparison;

/**
 * Code for a single row. Every JIT compiler, and the interpreter, runs it at once at a fair speed, where they are very
 * slow on vectors: it serves until C2 has compiled what works on vectors.
 */
final class ScalarCode extends KernelCode {
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    private final boolean isFloat;
    private final TypeKind number;
    private final TypeKind integer;

    ScalarCode(ElementKind kind, int firstLocal) {
        super(kind, firstLocal);
        this.isFloat = kind == ElementKind.FLOAT;
        this.number = TypeKind.from(kind.scalar);
        this.integer = TypeKind.from(kind.integer);
    }

    @Override
    void broadcast(CodeBuilder code, Consumer<CodeBuilder> pushNumber, int local) {
        pushNumber.accept(code);
        code.storeLocal(number, local);
    }

    @Override
    void broadcastInteger(CodeBuilder code, Consumer<CodeBuilder> pushInteger, int local) {
        pushInteger.accept(code);
        code.storeLocal(integer, local);
    }

    @Override
    public void load(CodeBuilder code, int array, Consumer<CodeBuilder> pushIndex, int local) {
        code.aload(array);
        pushIndex.accept(code);
        kind.loadElement(code);
        code.storeLocal(number, local);
    }

    @Override
    public void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> pushIndex) {
        code.aload(array);
        pushIndex.accept(code);
        code.loadLocal(number, local).arrayStore(number);
    }

    @Override
    public void addInto(int a, int b, int local) {
        numbersInto(local, isFloat ? Opcode.FADD : Opcode.DADD, a, b);
    }

    @Override
    public void fmaInto(int a, int b, int c, int local) {
        inLoop(code -> code.loadLocal(number, a).loadLocal(number, b).loadLocal(number, c)
                .invokestatic(MATH, "fma", MethodTypeDesc.of(kind.scalar, kind.scalar, kind.scalar, kind.scalar))
                .storeLocal(number, local));
    }

    @Override
    public void copyInto(int a, int local) {
        inLoop(code -> code.loadLocal(number, a).storeLocal(number, local));
    }

    @Override
    public int subtract(int a, int b) {
        return numbers(isFloat ? Opcode.FSUB : Opcode.DSUB, a, b);
    }

    @Override
    int multiply(int a, int b) {
        return numbers(isFloat ? Opcode.FMUL : Opcode.DMUL, a, b);
    }

    @Override
    int divide(int a, int b) {
        return numbers(isFloat ? Opcode.FDIV : Opcode.DDIV, a, b);
    }

    @Override
    int negate(int a) {
        return numbers(isFloat ? Opcode.FNEG : Opcode.DNEG, a);
    }

    @Override
    int absolute(int a) {
        int local = newLocal();
        inLoop(code -> code.loadLocal(number, a)
                .invokestatic(MATH, "abs", MethodTypeDesc.of(kind.scalar, kind.scalar))
                .storeLocal(number, local));
        return local;
    }

    /** The root of a float is that of a double, rounded: double precision is more than twice as wide. */
    @Override
    int squareRoot(int a) {
        int local = newLocal();
        inLoop(code -> {
            code.loadLocal(number, a);
            if (isFloat) {
                code.f2d();
            }
            code.invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double));
            if (isFloat) {
                code.d2f();
            }
            code.storeLocal(number, local);
        });
        return local;
    }

    @Override
    public int select(Comparison comparison, int a, int b, int then, int otherwise) {
        int local = newLocal();
        inLoop(code -> {
            Label isFalse = code.newLabel();
            Label end = code.newLabel();
            compare(code, a, b);
            // What is not comparable counts as greater.
            switch (comparison) {
                case LESS -> code.ifge(isFalse);
                case LESS_OR_EQUAL -> code.ifgt(isFalse);
                case EQUAL -> code.ifne(isFalse);
            }
            code.loadLocal(number, then).storeLocal(number, local).goto_(end);
            code.labelBinding(isFalse).loadLocal(number, otherwise).storeLocal(number, local).labelBinding(end);
        });
        return local;
    }

    @Override
    public void replaceWhereAtMost(int a, int b, int[] values, int[] targets) {
        inLoop(code -> {
            Label end = code.newLabel();
            compare(code, a, b);
            code.ifgt(end);
            for (int k = 0; k < targets.length; k++) {
                code.loadLocal(number, values[k]).storeLocal(number, targets[k]);
            }
            code.labelBinding(end);
        });
    }

    @Override
    void replaceRare(int a, double limit, int target, String method) {
        int threshold = constant(limit);
        int at = newLocal();
        inLoop(code -> {
            Label end = code.newLabel();
            compare(code, threshold, a);
            code.ifgt(end);
            code.aload(KernelClass.RESULTS).arraylength().iconst_2().isub().istore(at);
            store(code, a, KernelClass.RESULTS, c -> c.iload(at));
            store(code, target, KernelClass.RESULTS, c -> c.iload(at).iconst_1().iadd());
            code.aload(KernelClass.RESULTS).iload(at).iconst_1().invokestatic(LargeAngles.SELF, method,
                    MethodTypeDesc.of(CD_void, kind.array, CD_int, CD_int));
            load(code, KernelClass.RESULTS, c -> c.iload(at).iconst_1().iadd(), target);
            code.labelBinding(end);
        });
    }

    @Override
    public void pushIsAtMostEverywhere(CodeBuilder code, int a, int b) {
        Label isFalse = code.newLabel();
        Label end = code.newLabel();
        compare(code, a, b);
        code.ifgt(isFalse).iconst_1().goto_(end).labelBinding(isFalse).iconst_0().labelBinding(end);
    }

    /** Pushes a negative number, 0 or a positive one; a positive one where one of both is NaN. */
    private void compare(CodeBuilder code, int a, int b) {
        code.loadLocal(number, a)
                .loadLocal(number, b)
                .with(OperatorInstruction.of(isFloat ? Opcode.FCMPG : Opcode.DCMPG));
    }

    @Override
    int toBits(int a) {
        int local = newLocal();
        String name = isFloat ? "floatToRawIntBits" : "doubleToRawLongBits";
        inLoop(code -> code.loadLocal(number, a)
                .invokestatic(isFloat ? CD_Float : CD_Double, name, MethodTypeDesc.of(kind.integer, kind.scalar))
                .storeLocal(integer, local));
        return local;
    }

    @Override
    int fromBits(int a) {
        int local = newLocal();
        inLoop(code -> {
            code.loadLocal(integer, a);
            kind.fromBits(code);
            code.storeLocal(number, local);
        });
        return local;
    }

    @Override
    int integerAdd(int a, int b) {
        return integers(isFloat ? Opcode.IADD : Opcode.LADD, a, b);
    }

    @Override
    int integerSubtract(int a, int b) {
        return integers(isFloat ? Opcode.ISUB : Opcode.LSUB, a, b);
    }

    @Override
    int integerOperator(String operator, int a, int b) {
        return switch (operator) {
            case "AND" -> integers(isFloat ? Opcode.IAND : Opcode.LAND, a, b);
            case "OR" -> integers(isFloat ? Opcode.IOR : Opcode.LOR, a, b);
            case "XOR" -> integers(isFloat ? Opcode.IXOR : Opcode.LXOR, a, b);
            case "MIN" -> signedMinimum(a, b);
            case "UMIN" -> unsignedMinimum(a, b);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private int signedMinimum(int a, int b) {
        int local = newLocal();
        inLoop(code -> code.loadLocal(integer, a).loadLocal(integer, b)
                .invokestatic(MATH, "min", MethodTypeDesc.of(kind.integer, kind.integer, kind.integer))
                .storeLocal(integer, local));
        return local;
    }

    private int unsignedMinimum(int a, int b) {
        int local = newLocal();
        inLoop(code -> {
            Label end = code.newLabel();
            code.loadLocal(integer, a).storeLocal(integer, local);
            code.loadLocal(integer, a).loadLocal(integer, b)
                    .invokestatic(isFloat ? CD_Integer : CD_Long, "compareUnsigned",
                            MethodTypeDesc.of(CD_int, kind.integer, kind.integer))
                    .ifle(end);
            code.loadLocal(integer, b).storeLocal(integer, local).labelBinding(end);
        });
        return local;
    }

    @Override
    int shift(String operator, int a, int count) {
        boolean isLeft = operator.equals("LSHL");
        int local = newLocal();
        inLoop(code -> code.loadLocal(integer, a).loadConstant(count)
                .with(OperatorInstruction.of(isLeft
                        ? isFloat ? Opcode.ISHL : Opcode.LSHL
                        : isFloat ? Opcode.IUSHR : Opcode.LUSHR))
                .storeLocal(integer, local));
        return local;
    }

    private int numbers(Opcode opcode, int... operands) {
        int local = newLocal();
        numbersInto(local, opcode, operands);
        return local;
    }

    private void numbersInto(int local, Opcode opcode, int... operands) {
        inLoop(code -> {
            for (int operand : operands) {
                code.loadLocal(number, operand);
            }
            code.with(OperatorInstruction.of(opcode)).storeLocal(number, local);
        });
    }

    private int integers(Opcode opcode, int a, int b) {
        int local = newLocal();
        inLoop(code -> code.loadLocal(integer, a).loadLocal(integer, b).with(OperatorInstruction.of(opcode))
                .storeLocal(integer, local));
        return local;
    }
}
