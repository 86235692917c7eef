package keops.cpu;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keops.formula.Comparison;

/**
 * Straight-line Vector API code under construction: each operation leaves its vector in a new local variable and
 * returns the variable's number. The result is flat on purpose: C2 keeps vectors in registers only inside one method.
 * Constants are read from an array of the class and broadcast once, ahead of the loop. What C2 knows to be constant it
 * would broadcast again at every use, and these loads are too many for a core with few physical registers (Zen 4: the
 * Gaussian in D = 3 takes 1.4 times as long).
 */
final class VectorCode {
    /** The static fields that hold the species of vectors of numbers, and of integers as wide. */
    static final String NUMBERS = "NUMBERS";
    static final String INTEGERS = "INTEGERS";
    /** The static field that holds the bits of constants. */
    static final String CONSTANTS = "CONSTANTS";

    private static final String PACKAGE = "jdk.incubator.vector.";
    private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE + "Vector");
    private static final ClassDesc MASK = ClassDesc.of(PACKAGE + "VectorMask");
    static final ClassDesc SPECIES = ClassDesc.of(PACKAGE + "VectorSpecies");
    private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE + "VectorOperators");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");
    private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");

    private final ElementKind kind;
    private final List<Consumer<CodeBuilder>> prologue = new ArrayList<>();
    private final List<Consumer<CodeBuilder>> body = new ArrayList<>();
    private final List<Long> constants = new ArrayList<>();
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> integers = new HashMap<>();
    private int locals;

    /**
     * Starts the code of a method.
     *
     * @param firstLocal the first free local variable
     */
    VectorCode(ElementKind kind, int firstLocal) {
        this.kind = kind;
        this.locals = firstLocal;
    }

    int newLocal() {
        return locals++;
    }

    /** Adds code ahead of the loop. */
    void before(Consumer<CodeBuilder> code) {
        prologue.add(code);
    }

    /** Adds code to the loop. */
    void inLoop(Consumer<CodeBuilder> code) {
        body.add(code);
    }

    void emitPrologue(CodeBuilder code) {
        prologue.forEach(part -> part.accept(code));
    }

    /** The code that was added to the loop since this was asked last. */
    Consumer<CodeBuilder> takeBody() {
        List<Consumer<CodeBuilder>> taken = List.copyOf(body);
        body.clear();
        return code -> taken.forEach(part -> part.accept(code));
    }

    /** The bits of all constants, in the order of their places. */
    List<Long> constants() {
        return List.copyOf(constants);
    }

    /** A number in all lanes. */
    int constant(double value) {
        return numbers.computeIfAbsent(kind.toBits(value), bits -> {
            int local = newLocal();
            int place = place(bits);
            prologue.add(code -> {
                pushSpecies(code, false);
                pushConstant(code, place);
                kind.fromBits(code);
                code.invokestatic(kind.vector, "broadcast", MethodTypeDesc.of(kind.vector, SPECIES, kind.scalar));
                code.astore(local);
            });
            return local;
        });
    }

    private int place(long bits) {
        constants.add(bits);
        return constants.size() - 1;
    }

    private void pushConstant(CodeBuilder code, int place) {
        code.getstatic(KernelClass.SELF, CONSTANTS, kind.integer.arrayType()).loadConstant(place);
        kind.loadInteger(code);
    }

    /** One number of an array in all lanes; the index is on the stack after {@code pushIndex}. */
    void broadcast(CodeBuilder code, int array, Consumer<CodeBuilder> pushIndex, int local) {
        pushSpecies(code, false);
        code.aload(array);
        pushIndex.accept(code);
        kind.loadElement(code);
        code.invokestatic(kind.vector, "broadcast", MethodTypeDesc.of(kind.vector, SPECIES, kind.scalar));
        code.astore(local);
    }

    /** Consecutive numbers of an array. */
    void load(CodeBuilder code, int array, Consumer<CodeBuilder> pushIndex, int local) {
        pushSpecies(code, false);
        code.aload(array);
        pushIndex.accept(code);
        code.invokestatic(kind.vector, "fromArray",
                MethodTypeDesc.of(kind.vector, SPECIES, kind.array, CD_int));
        code.astore(local);
    }

    /** Writes a vector to consecutive numbers of an array. */
    void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> pushIndex) {
        code.aload(local);
        code.aload(array);
        pushIndex.accept(code);
        code.invokevirtual(kind.vector, "intoArray", MethodTypeDesc.of(CD_void,
                kind.array, CD_int));
    }

    int add(int a, int b) {
        return binaryMethod("add", a, b);
    }

    int subtract(int a, int b) {
        return binaryMethod("sub", a, b);
    }

    int multiply(int a, int b) {
        return binaryMethod("mul", a, b);
    }

    int divide(int a, int b) {
        return binaryMethod("div", a, b);
    }

    int fma(int a, int b, int c) {
        int local = newLocal();
        fmaInto(a, b, c, local);
        return local;
    }

    void fmaInto(int a, int b, int c, int local) {
        body.add(code -> code.aload(a).aload(b).aload(c)
                .invokevirtual(kind.vector, "fma", MethodTypeDesc.of(kind.vector, VECTOR, VECTOR))
                .astore(local));
    }

    void addInto(int a, int b, int local) {
        body.add(code -> code.aload(a).aload(b)
                .invokevirtual(kind.vector, "add", MethodTypeDesc.of(kind.vector, VECTOR))
                .astore(local));
    }

    void copyInto(int a, int local) {
        body.add(code -> code.aload(a).astore(local));
    }

    private int binaryMethod(String name, int a, int b) {
        int local = newLocal();
        body.add(code -> code.aload(a).aload(b)
                .invokevirtual(kind.vector, name, MethodTypeDesc.of(kind.vector, VECTOR))
                .astore(local));
        return local;
    }

    /** One of the methods without arguments: neg, abs, sqrt. */
    int unaryMethod(String name, int a) {
        int local = newLocal();
        body.add(code -> code.aload(a)
                .invokevirtual(kind.vector, name, MethodTypeDesc.of(kind.vector))
                .astore(local));
        return local;
    }

    int select(Comparison comparison, int a, int b, int then, int otherwise) {
        String name = switch (comparison) {
            case LESS -> "LT";
            case LESS_OR_EQUAL -> "LE";
            case EQUAL -> "EQ";
        };
        int local = newLocal();
        body.add(code -> {
            code.aload(otherwise).aload(then);
            pushComparison(code, a, name, b);
            code.invokevirtual(kind.vector, "blend", MethodTypeDesc.of(kind.vector, VECTOR, MASK)).astore(local);
        });
        return local;
    }

    /** Where a is at most b: each target takes its value. */
    void replaceWhereAtMost(int a, int b, int[] values, int[] targets) {
        int mask = newLocal();
        body.add(code -> {
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
     * Replaces a vector where another is at least a limit, which is rare, by what a method of {@link LargeAngles} makes of
     * it. The first time around the method is called in any case: else C2 would compile the kernel without this branch,
     * and throw it away when data take the branch at last.
     */
    void replaceRare(int a, double limit, int target, String method) {
        int threshold = newLocal();
        int first = constant(-1);
        int real = constant(limit);
        int at = newLocal();
        int lanes = newLocal();
        prologue.add(code -> code.aload(first).astore(threshold));
        body.add(code -> {
            Label none = code.newLabel();
            pushComparison(code, threshold, "LE", a);
            code.invokevirtual(MASK, "anyTrue", MethodTypeDesc.of(CD_boolean)).ifeq(none);
            code.aload(a).invokevirtual(kind.vector, "length", MethodTypeDesc.of(CD_int)).istore(lanes);
            code.aload(KernelClass.RESULTS).arraylength().iload(lanes).iconst_2().imul().isub().istore(at);
            store(code, a, KernelClass.RESULTS, c -> c.iload(at));
            store(code, target, KernelClass.RESULTS, c -> c.iload(at).iload(lanes).iadd());
            code.aload(KernelClass.RESULTS).iload(at).iload(lanes).invokestatic(
                    ClassDesc.of("keops.cpu.LargeAngles"), method,
                    MethodTypeDesc.of(CD_void, kind.array, CD_int, CD_int));
            load(code, KernelClass.RESULTS, c -> c.iload(at).iload(lanes).iadd(), target);
            code.aload(real).astore(threshold).labelBinding(none);
        });
    }

    /** Pushes whether a is at most b in all lanes. */
    void pushIsAtMostEverywhere(CodeBuilder code, int a, int b) {
        pushComparison(code, a, "LE", b);
        code.invokevirtual(MASK, "allTrue", MethodTypeDesc.of(CD_boolean));
    }

    /** Pushes whether a mask is set in some lane. */
    void pushIsAnywhere(CodeBuilder code, int mask) {
        code.aload(mask).invokevirtual(MASK, "anyTrue", MethodTypeDesc.of(CD_boolean));
    }

    private void pushComparison(CodeBuilder code, int a, String name, int b) {
        code.aload(a).getstatic(OPERATORS, name, COMPARISON).aload(b)
                .invokevirtual(kind.vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    /** Leaves the mask of a comparison in a local. */
    void compareInto(CodeBuilder code, int a, String name, int b, int mask) {
        pushComparison(code, a, name, b);
        code.astore(mask);
    }

    /** Leaves a mask less another in a local. */
    void andNotInto(CodeBuilder code, int mask, int less, int local) {
        code.aload(mask).aload(less).invokevirtual(MASK, "andNot", MethodTypeDesc.of(MASK, MASK)).astore(local);
    }

    /** Leaves one vector with the lanes of another under a mask in a local. */
    void blendInto(CodeBuilder code, int otherwise, int then, int mask, int local) {
        code.aload(otherwise).aload(then).aload(mask)
                .invokevirtual(kind.vector, "blend", MethodTypeDesc.of(kind.vector, VECTOR, MASK))
                .astore(local);
    }

    /** The bits of a whole number in all lanes. */
    void broadcastIndex(CodeBuilder code, int number, int local) {
        pushSpecies(code, false);
        code.iload(number);
        kind.fromIndex(code);
        code.invokestatic(kind.vector, "broadcast", MethodTypeDesc.of(kind.vector, SPECIES, kind.scalar));
        code.astore(local);
    }

    /** A whole number in all lanes. */
    void broadcastInt(CodeBuilder code, int number, int local) {
        pushSpecies(code, false);
        code.iload(number);
        kind.fromInt(code);
        code.invokestatic(kind.vector, "broadcast", MethodTypeDesc.of(kind.vector, SPECIES, kind.scalar));
        code.astore(local);
    }

    // Integer operations on the bits of numbers.

    int toBits(int a) {
        int local = newLocal();
        String name = kind == ElementKind.FLOAT ? "reinterpretAsInts" : "reinterpretAsLongs";
        body.add(code -> code.aload(a)
                .invokevirtual(kind.vector, name, MethodTypeDesc.of(kind.integerVector))
                .astore(local));
        return local;
    }

    int fromBits(int a) {
        int local = newLocal();
        String name = kind == ElementKind.FLOAT ? "reinterpretAsFloats" : "reinterpretAsDoubles";
        body.add(code -> code.aload(a)
                .invokevirtual(kind.integerVector, name, MethodTypeDesc.of(kind.vector))
                .astore(local));
        return local;
    }

    int integerConstant(long value) {
        return integers.computeIfAbsent(value, bits -> {
            int local = newLocal();
            int place = place(bits);
            prologue.add(code -> {
                pushSpecies(code, true);
                pushConstant(code, place);
                code.invokestatic(kind.integerVector, "broadcast",
                        MethodTypeDesc.of(kind.integerVector, SPECIES, kind.integer));
                code.astore(local);
            });
            return local;
        });
    }

    int integerAdd(int a, int b) {
        return integerMethod("add", a, b);
    }

    int integerSubtract(int a, int b) {
        return integerMethod("sub", a, b);
    }

    private int integerMethod(String name, int a, int b) {
        int local = newLocal();
        body.add(code -> code.aload(a).aload(b)
                .invokevirtual(kind.integerVector, name, MethodTypeDesc.of(kind.integerVector, VECTOR))
                .astore(local));
        return local;
    }

    /** The smaller as signed ("MIN") or unsigned ("UMIN") integers: one instruction, unlike minima of floats. */
    int integerMinimum(String operator, int a, int b) {
        return integerOperator(operator, a, b);
    }

    int integerAnd(int a, int b) {
        return integerOperator("AND", a, b);
    }

    int integerOr(int a, int b) {
        return integerOperator("OR", a, b);
    }

    int integerXor(int a, int b) {
        return integerOperator("XOR", a, b);
    }

    private int integerOperator(String operator, int a, int b) {
        int local = newLocal();
        body.add(code -> code.aload(a).getstatic(OPERATORS, operator, ASSOCIATIVE).aload(b)
                .invokevirtual(kind.integerVector, "lanewise", MethodTypeDesc.of(kind.integerVector, BINARY, VECTOR))
                .astore(local));
        return local;
    }

    int shiftLeft(int a, int count) {
        return shift("LSHL", a, count);
    }

    /** Zeros come in from the left: shifts that copy the sign are slow for longs before AVX-512. */
    int shiftRight(int a, int count) {
        return shift("LSHR", a, count);
    }

    private int shift(String operator, int a, int count) {
        int local = newLocal();
        body.add(code -> {
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
