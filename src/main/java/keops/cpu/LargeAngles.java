package keops.cpu;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Sines and cosines of angles that have more quarter turns than the whole numbers that a step of {@link Trigonometry}
 * can take: one by one, by {@link StrictMath}, whose bits are the same everywhere.
 */
final class LargeAngles {
    static final String SINE = "sine";
    static final String COSINE = "cosine";

    private LargeAngles() {}

    /** The smallest angle that is too large. */
    static double limit(ElementKind kind) {
        return Math.scalb(1.0, kind.fraction - 3);
    }

    /**
     * Adds code that replaces values of large angles, by way of memory behind the results of the kernel. The first time
     * around the method is called in any case: else C2 would compile the kernel without this branch, and throw it away
     * when data take the branch at last.
     *
     * @param angles the angles, none of them negative
     * @param values the local of their sines or cosines
     * @param method the method below that knows better
     */
    static void replace(Arithmetic arithmetic, int angles, int values, String method) {
        ElementKind kind = arithmetic.kind();
        VectorCode code = arithmetic.code();
        int threshold = code.newLocal();
        int start = code.constant(-1);
        int limit = code.constant(limit(kind));
        int large = code.newLocal();
        int at = code.newLocal();
        int lanes = code.newLocal();
        code.before(c -> c.aload(start).astore(threshold));
        code.inLoop(c -> {
            Label none = c.newLabel();
            code.compareInto(c, threshold, "LE", angles, large);
            code.pushIsAnywhere(c, large);
            c.ifeq(none);
            c.aload(angles).invokevirtual(kind.vector, "length", MethodTypeDesc.of(CD_int)).istore(lanes);
            c.aload(KernelClass.RESULTS).arraylength().iload(lanes).iconst_2().imul().isub().istore(at);
            code.store(c, angles, KernelClass.RESULTS, i -> i.iload(at));
            code.store(c, values, KernelClass.RESULTS, i -> i.iload(at).iload(lanes).iadd());
            call(c.aload(KernelClass.RESULTS).iload(at).iload(lanes), kind, method);
            code.load(c, KernelClass.RESULTS, i -> i.iload(at).iload(lanes).iadd(), values);
            c.aload(limit).astore(threshold).labelBinding(none);
        });
    }

    private static void call(CodeBuilder code, ElementKind kind, String method) {
        code.invokestatic(ClassDesc.of("keops.cpu.LargeAngles"), method,
                MethodTypeDesc.of(CD_void, kind.array, CD_int, CD_int));
    }

    /** Replaces the sines of large angles: a vector of angles is followed by the vector of their sines. */
    static void sine(float[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.FLOAT)) {
                vectors[k + lanes] = (float) StrictMath.sin(vectors[k]);
            }
        }
    }

    static void sine(double[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.DOUBLE)) {
                vectors[k + lanes] = StrictMath.sin(vectors[k]);
            }
        }
    }

    static void cosine(float[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.FLOAT)) {
                vectors[k + lanes] = (float) StrictMath.cos(vectors[k]);
            }
        }
    }

    static void cosine(double[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.DOUBLE)) {
                vectors[k + lanes] = StrictMath.cos(vectors[k]);
            }
        }
    }
}
