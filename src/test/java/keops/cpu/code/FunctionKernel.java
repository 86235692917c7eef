package keops.cpu.code;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Arrays;
import java.util.function.Consumer;
import keops.program.BinaryFunction;
import keops.program.UnaryFunction;

/** A kernel that computes one function of some numbers, or of some pairs of numbers. */
final class FunctionKernel {
    private final int lanes;
    private final TileKernel kernel;

    private FunctionKernel(ElementKind kind, int bits, Function function) {
        this.lanes = bits / kind.bits;
        var code = new VectorCode(kind, KernelClass.FIRST_FREE);
        int a = code.newLocal();
        int b = code.newLocal();
        int result = function.of(new VectorFunctions(kind, code), a, b);
        Consumer<CodeBuilder> body = code.takeBody();
        this.kernel = KernelClass.define(KernelShape.of(kind, bits, 1, 1, 0, 0), code.constants(), Placement.FIXED,
                c -> {
            Label head = c.newLabel();
            Label end = c.newLabel();
            code.emitPrologue(c);
            c.iconst_0().istore(KernelClass.COLUMN);
            c.labelBinding(head).iload(KernelClass.COLUMN).iload(KernelClass.END).if_icmpge(end);
            code.load(c, KernelClass.ROWS, i -> i.iload(KernelClass.COLUMN), a);
            code.load(c, KernelClass.COLUMNS, i -> i.iload(KernelClass.COLUMN), b);
            body.accept(c);
            code.store(c, result, KernelClass.RESULTS, i -> i.iload(KernelClass.COLUMN));
            c.iinc(KernelClass.COLUMN, lanes).goto_(head).labelBinding(end).iconst_0().ireturn();
        });
    }

    /** Vector code of two locals. */
    private interface Function {
        int of(VectorFunctions functions, int a, int b);
    }

    static FunctionKernel of(ElementKind kind, int bits, UnaryFunction function) {
        return new FunctionKernel(kind, bits, (functions, a, _) -> functions.unary(function, a));
    }

    static FunctionKernel of(ElementKind kind, int bits, BinaryFunction function) {
        return new FunctionKernel(kind, bits, (functions, a, b) -> functions.binary(function, a, b));
    }

    /** The function of each number of an array, or of each pair; their count is a multiple of that of any vector. */
    float[] apply(float[] a, float[] b) {
        var results = new float[a.length + 2 * lanes];
        kernel.run(a, 0, b, 0, a.length, new float[0], new float[0], results, new float[0], new long[0], new int[0]);
        return Arrays.copyOf(results, a.length);
    }

    double[] apply(double[] a, double[] b) {
        var results = new double[a.length + 2 * lanes];
        kernel.run(a, 0, b, 0, a.length, new double[0], new double[0], results, new double[0], new long[0], new int[0]);
        return Arrays.copyOf(results, a.length);
    }
}
