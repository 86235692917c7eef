package keops.cpu.code;

import java.lang.classfile.CodeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keops.formula.Comparison;

/**
 * Straight-line code under construction, for the rows of a vector or for a single one: each operation leaves its result
 * in a new local variable and returns the variable's number. The result is flat on purpose: C2 keeps vectors in
 * registers only inside one method. Constants are read from an array of the class once, ahead of the loop. What C2
 * knows to be constant it would broadcast again at every use, and these loads are too many for a core with few physical
 * registers (Zen 4: the Gaussian in D = 3 takes 1.4 times as long).
 *
 * <p>The same operations have the same bits in both forms.
 */
public abstract sealed class KernelCode permits VectorCode, ScalarCode {
    /** The static field that holds the bits of constants. */
    static final String CONSTANTS = "CONSTANTS";

    /** The compute type. */
    final ElementKind kind;
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
    KernelCode(ElementKind kind, int firstLocal) {
        this.kind = kind;
        this.locals = firstLocal;
    }

    /** The code of kernels of a shape. */
    public static KernelCode of(KernelShape shape, int firstLocal) {
        return shape.isScalar() ? new ScalarCode(shape.kind(), firstLocal) : new VectorCode(shape.kind(), firstLocal);
    }

    /** A local variable that nothing else uses, wide enough for a number. */
    public final int newLocal() {
        int local = locals;
        locals += kind == ElementKind.DOUBLE ? 2 : 1;
        return local;
    }

    /** Adds code ahead of the loop. */
    public final void before(Consumer<CodeBuilder> code) {
        prologue.add(code);
    }

    /** Adds code to the loop. */
    public final void inLoop(Consumer<CodeBuilder> code) {
        body.add(code);
    }

    public final void emitPrologue(CodeBuilder code) {
        prologue.forEach(part -> part.accept(code));
    }

    /** The code that was added to the loop since this was asked last. */
    public final Consumer<CodeBuilder> takeBody() {
        List<Consumer<CodeBuilder>> taken = List.copyOf(body);
        body.clear();
        return code -> taken.forEach(part -> part.accept(code));
    }

    /** The bits of all constants, in the order of their places. */
    public final List<Long> constants() {
        return List.copyOf(constants);
    }

    /** A number in all lanes. */
    public final int constant(double value) {
        return numbers.computeIfAbsent(kind.toBits(value), bits -> {
            int local = newLocal();
            int place = place(bits);
            before(code -> broadcast(code, c -> {
                pushConstant(c, place);
                kind.fromBits(c);
            }, local));
            return local;
        });
    }

    /** An integer of the width of a number in all lanes. */
    final int integerConstant(long value) {
        return integers.computeIfAbsent(value, bits -> {
            int local = newLocal();
            int place = place(bits);
            before(code -> broadcastInteger(code, c -> pushConstant(c, place), local));
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

    /** One number of an array in all lanes. */
    public final void broadcast(CodeBuilder code, int array, Consumer<CodeBuilder> pushIndex, int local) {
        broadcast(code, c -> {
            c.aload(array);
            pushIndex.accept(c);
            kind.loadElement(c);
        }, local);
    }

    /**
     * A number of the column at hand in all lanes, where rows stand there; or those of the columns that stand there.
     */
    public final void column(CodeBuilder code, KernelShape shape, Consumer<CodeBuilder> pushIndex, int local) {
        if (shape.isOfColumns()) {
            load(code, KernelClass.COLUMNS, pushIndex, local);
        } else {
            broadcast(code, KernelClass.COLUMNS, pushIndex, local);
        }
    }

    /** A whole number in all lanes. */
    public final void broadcastInt(CodeBuilder code, int number, int local) {
        broadcast(code, c -> {
            c.iload(number);
            kind.fromInt(c);
        }, local);
    }

    public final int add(int a, int b) {
        int local = newLocal();
        addInto(a, b, local);
        return local;
    }

    public final int fma(int a, int b, int c) {
        int local = newLocal();
        fmaInto(a, b, c, local);
        return local;
    }

    /** The smaller as signed ("MIN") or unsigned ("UMIN") integers: one instruction, unlike minima of floats. */
    final int integerMinimum(String operator, int a, int b) {
        return integerOperator(operator, a, b);
    }

    final int integerAnd(int a, int b) {
        return integerOperator("AND", a, b);
    }

    final int integerOr(int a, int b) {
        return integerOperator("OR", a, b);
    }

    final int integerXor(int a, int b) {
        return integerOperator("XOR", a, b);
    }

    final int shiftLeft(int a, int count) {
        return shift("LSHL", a, count);
    }

    /** Zeros come in from the left: shifts that copy the sign are slow for longs before AVX-512. */
    final int shiftRight(int a, int count) {
        return shift("LSHR", a, count);
    }

    /** A number on the stack in all lanes. */
    abstract void broadcast(CodeBuilder code, Consumer<CodeBuilder> pushNumber, int local);

    /** An integer on the stack in all lanes. */
    abstract void broadcastInteger(CodeBuilder code, Consumer<CodeBuilder> pushInteger, int local);

    /** Consecutive numbers of an array, one for each lane. */
    public abstract void load(CodeBuilder code, int array, Consumer<CodeBuilder> pushIndex, int local);

    /** Writes the lanes to consecutive numbers of an array. */
    public abstract void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> pushIndex);

    public abstract void addInto(int a, int b, int local);

    public abstract void fmaInto(int a, int b, int c, int local);

    public abstract void copyInto(int a, int local);

    public abstract int subtract(int a, int b);

    abstract int multiply(int a, int b);

    abstract int divide(int a, int b);

    abstract int negate(int a);

    abstract int absolute(int a);

    abstract int squareRoot(int a);

    public abstract int select(Comparison comparison, int a, int b, int then, int otherwise);

    /** Where a is at most b: each target takes its value. */
    public abstract void replaceWhereAtMost(int a, int b, int[] values, int[] targets);

    /**
     * Replaces a number where another is at least a limit, which is rare, by what a method of {@link LargeAngles} makes
     * of it.
     */
    abstract void replaceRare(int a, double limit, int target, String method);

    /** Pushes whether a is at most b in all lanes. */
    public abstract void pushIsAtMostEverywhere(CodeBuilder code, int a, int b);

    abstract int toBits(int a);

    abstract int fromBits(int a);

    abstract int integerAdd(int a, int b);

    abstract int integerSubtract(int a, int b);

    abstract int integerOperator(String operator, int a, int b);

    abstract int shift(String operator, int a, int count);
}
