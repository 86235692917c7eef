package keops.cpu.code;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import keops.formula.Comparison;

/** Code for the rows of a vector, of the Vector API. */
public final class VectorCode extends KernelCode {
    /** The static fields that hold the species of vectors of numbers, and of integers as wide. */
    static final String NUMBERS = "NUMBERS";
    static final String INTEGERS = "INTEGERS";

    private static final String PACKAGE = "jdk.incubator.vector.";
    private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
    private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
    static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
    private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");
    private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");

    public VectorCode(ElementKind kind, int firstLocal) {
        super(kind, firstLocal);
    }

    @Override
    public void broadcast(CodeBuilder code, Consumer<CodeBuilder> pushNumber, int local) {
        pushSpecies(code, false);
        pushNumber.accept(code);
        code.invokestatic(kind.vector, "broadcast", MethodTypeDesc.of(kind.vector, SPECIES, kind.scalar)).astore(local);
    }

    @Override
    void broadcastInteger(CodeBuilder code, Consumer<CodeBuilder> pushInteger, int local) {
        pushSpecies(code, true);
        pushInteger.accept(code);
        code.invokestatic(
                        kind.integerVector, "broadcast", MethodTypeDesc.of(kind.integerVector, SPECIES, kind.integer))
                .astore(local);
    }

    /** Consecutive numbers of an array. */
    @Override
    public void load(CodeBuilder code, int array, Consumer<CodeBuilder> pushIndex, int local) {
        pushSpecies(code, false);
        code.aload(array);
        pushIndex.accept(code);
        code.invokestatic(kind.vector, "fromArray",
                MethodTypeDesc.of(kind.vector, SPECIES, kind.array, CD_int));
        code.astore(local);
    }

    /** Writes a vector to consecutive numbers of an array. */
    @Override
    public void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> pushIndex) {
        code.aload(local);
        code.aload(array);
        pushIndex.accept(code);
        code.invokevirtual(kind.vector, "intoArray", MethodTypeDesc.of(CD_void,
                kind.array, CD_int));
    }

    @Override
    public int subtract(int a, int b) {
        return binaryMethod("sub", a, b);
    }

    @Override
    int multiply(int a, int b) {
        return binaryMethod("mul", a, b);
    }

    @Override
    int divide(int a, int b) {
        return binaryMethod("div", a, b);
    }

    @Override
    public void fmaInto(int a, int b, int c, int local) {
        inLoop(code -> code.aload(a).aload(b).aload(c)
                .invokevirtual(kind.vector, "fma", MethodTypeDesc.of(kind.vector, VECTOR, VECTOR))
                .astore(local));
    }

    @Override
    public void addInto(int a, int b, int local) {
        inLoop(code -> code.aload(a).aload(b)
                .invokevirtual(kind.vector, "add", MethodTypeDesc.of(kind.vector, VECTOR))
                .astore(local));
    }

    @Override
    public void copyInto(int a, int local) {
        inLoop(code -> code.aload(a).astore(local));
    }

    private int binaryMethod(String name, int a, int b) {
        int local = newLocal();
        inLoop(code -> code.aload(a).aload(b)
                .invokevirtual(kind.vector, name, MethodTypeDesc.of(kind.vector, VECTOR))
                .astore(local));
        return local;
    }

    @Override
    int negate(int a) {
        return unaryMethod("neg", a);
    }

    @Override
    int absolute(int a) {
        return unaryMethod("abs", a);
    }

    @Override
    int squareRoot(int a) {
        return unaryMethod("sqrt", a);
    }

    private int unaryMethod(String name, int a) {
        int local = newLocal();
        inLoop(code -> code.aload(a)
                .invokevirtual(kind.vector, name, MethodTypeDesc.of(kind.vector))
                .astore(local));
        return local;
    }

    @Override
    public int select(Comparison comparison, int a, int b, int then, int otherwise) {
        String name = switch (comparison) {
            case LESS -> "LT";
            case LESS_OR_EQUAL -> "LE";
            case EQUAL -> "EQ";
        };
        int local = newLocal();
        inLoop(code -> {
            code.aload(otherwise).aload(then);
            pushComparison(code, a, name, b);
            code.invokevirtual(kind.vector, "blend", MethodTypeDesc.of(kind.vector, VECTOR, MASK)).astore(local);
        });
        return local;
    }

    /** Where a is at most b: each target takes its value. */
    @Override
    public void replaceWhereAtMost(int a, int b, int[] values, int[] targets) {
        int mask = newLocal();
        inLoop(code -> {
            pushComparison(code, a, "LE", b);
            code.astore(mask);
            for (int k = 0; k < targets.length; k++) {
                code.aload(targets[k]).aload(values[k]).aload(mask)
                        .invokevirtual(kind.vector, "blend", MethodTypeDesc.of(kind.vector, VECTOR, MASK))
                        .astore(targets[k]);
            }
        });
    }

    /**
     * Replaces a vector where another is at least a limit, which is rare, by what a method of {@link LargeAngles} makes
     * of it. The first time around the method is called in any case: else C2 would compile the kernel without this
     * branch, and throw it away when data take the branch at last.
     */
    @Override
    void replaceRare(int a, double limit, int target, String method) {
        int threshold = newLocal();
        int first = constant(-1);
        int real = constant(limit);
        int at = newLocal();
        int lanes = newLocal();
        before(code -> code.aload(first).astore(threshold));
        inLoop(code -> {
            Label none = code.newLabel();
            pushComparison(code, threshold, "LE", a);
            code.invokevirtual(MASK, "anyTrue", MethodTypeDesc.of(CD_boolean)).ifeq(none);
            code.aload(a).invokevirtual(kind.vector, "length", MethodTypeDesc.of(CD_int)).istore(lanes);
            code.aload(KernelClass.RESULTS).arraylength().iload(lanes).iconst_2().imul().isub().istore(at);
            store(code, a, KernelClass.RESULTS, c -> c.iload(at));
            store(code, target, KernelClass.RESULTS, c -> c.iload(at).iload(lanes).iadd());
            code.aload(KernelClass.RESULTS).iload(at).iload(lanes).invokestatic(
                    LargeAngles.SELF, method,
                    MethodTypeDesc.of(CD_void, kind.array, CD_int, CD_int));
            load(code, KernelClass.RESULTS, c -> c.iload(at).iload(lanes).iadd(), target);
            code.aload(real).astore(threshold).labelBinding(none);
        });
    }

    /** Pushes whether a is at most b in all lanes. */
    @Override
    public void pushIsAtMostEverywhere(CodeBuilder code, int a, int b) {
        pushComparison(code, a, "LE", b);
        code.invokevirtual(MASK, "allTrue", MethodTypeDesc.of(CD_boolean));
    }

    private void pushComparison(CodeBuilder code, int a, String name, int b) {
        code.aload(a).getstatic(OPERATORS, name, COMPARISON).aload(b)
                .invokevirtual(kind.vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    /** Leaves the mask of a comparison in a local. */
    public void compareInto(CodeBuilder code, int a, String name, int b, int mask) {
        pushComparison(code, a, name, b);
        code.astore(mask);
    }

    /** Leaves a mask less another in a local. */
    public void andNotInto(CodeBuilder code, int mask, int less, int local) {
        code.aload(mask).aload(less).invokevirtual(MASK, "andNot", MethodTypeDesc.of(MASK, MASK)).astore(local);
    }

    /** Pushes the number of lanes in which a mask is set. */
    public void pushCount(CodeBuilder code, int mask) {
        code.aload(mask).invokevirtual(MASK, "trueCount", MethodTypeDesc.of(CD_int));
    }

    /** Leaves the lanes of a vector under a mask, moved to the front, in a local. */
    public void compressInto(CodeBuilder code, int vector, int mask, int local) {
        code.aload(vector).aload(mask)
                .invokevirtual(kind.vector, "compress", MethodTypeDesc.of(kind.vector, MASK))
                .astore(local);
    }

    /** Leaves one vector with the lanes of another under a mask in a local. */
    public void blendInto(CodeBuilder code, int otherwise, int then, int mask, int local) {
        code.aload(otherwise).aload(then).aload(mask)
                .invokevirtual(kind.vector, "blend", MethodTypeDesc.of(kind.vector, VECTOR, MASK))
                .astore(local);
    }

    /** The bits of a whole number in all lanes. */
    public void broadcastIndex(CodeBuilder code, int number, int local) {
        pushSpecies(code, false);
        code.iload(number);
        kind.fromIndex(code);
        code.invokestatic(kind.vector, "broadcast", MethodTypeDesc.of(kind.vector, SPECIES, kind.scalar));
        code.astore(local);
    }

    // Integer operations on the bits of numbers.

    @Override
    int toBits(int a) {
        int local = newLocal();
        String name = kind == ElementKind.FLOAT ? "reinterpretAsInts" : "reinterpretAsLongs";
        inLoop(code -> code.aload(a)
                .invokevirtual(kind.vector, name, MethodTypeDesc.of(kind.integerVector))
                .astore(local));
        return local;
    }

    @Override
    int fromBits(int a) {
        int local = newLocal();
        String name = kind == ElementKind.FLOAT ? "reinterpretAsFloats" : "reinterpretAsDoubles";
        inLoop(code -> code.aload(a)
                .invokevirtual(kind.integerVector, name, MethodTypeDesc.of(kind.vector))
                .astore(local));
        return local;
    }

    @Override
    int integerAdd(int a, int b) {
        return integerMethod("add", a, b);
    }

    @Override
    int integerSubtract(int a, int b) {
        return integerMethod("sub", a, b);
    }

    private int integerMethod(String name, int a, int b) {
        int local = newLocal();
        inLoop(code -> code.aload(a).aload(b)
                .invokevirtual(kind.integerVector, name, MethodTypeDesc.of(kind.integerVector, VECTOR))
                .astore(local));
        return local;
    }

    @Override
    int integerOperator(String operator, int a, int b) {
        int local = newLocal();
        inLoop(code -> code.aload(a).getstatic(OPERATORS, operator, ASSOCIATIVE).aload(b)
                .invokevirtual(kind.integerVector, "lanewise", MethodTypeDesc.of(kind.integerVector, BINARY, VECTOR))
                .astore(local));
        return local;
    }

    @Override
    int shift(String operator, int a, int count) {
        int local = newLocal();
        inLoop(code -> {
            code.aload(a).getstatic(OPERATORS, operator, BINARY);
            kind.pushInteger(code, count);
            code.invokevirtual(kind.integerVector, "lanewise",
                            MethodTypeDesc.of(kind.integerVector, BINARY, kind.integer))
                    .astore(local);
        });
        return local;
    }

    private void pushSpecies(CodeBuilder code, boolean integer) {
        code.getstatic(KernelClass.SELF, integer ? INTEGERS : NUMBERS, SPECIES);
    }
}
