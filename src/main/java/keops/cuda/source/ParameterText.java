package keops.cuda.source;

import java.util.Optional;
import keops.cuda.source.EntryPoint.Grid;
import keops.program.Scalar;
import keops.program.Stage;

/**
 * Provides kernels with the values that depend on parameters only. If they are few and cheap, each thread computes
 * them; otherwise a separate entry computes them once, and blocks copy them to shared memory.
 */
final class ParameterText {
    private static final int FEW = 16;
    private static final int LITTLE_WORK = 64;
    private static final int MOST_SHARED_BYTES = 8 * 1024;

    private final Real real;
    private final int width;
    private final boolean isPrepared;

    ParameterText(Real real, Cut cut) {
        this.real = real;
        this.width = cut.width(Stage.PARAMETER);
        long work = cut.stages().stream().filter(stage -> stage == Stage.PARAMETER).count()
                - cut.program().values().stream()
                        .filter(value -> value instanceof Scalar.Load load && load.stage() == Stage.PARAMETER)
                        .count();
        this.isPrepared = width > FEW || work > LITTLE_WORK;
    }

    /** The size of the values that the entry writes, in bytes; 0 if there is no entry. */
    long bytes() {
        return isPrepared ? (long) width * real.bytes() : 0;
    }

    private boolean isShared() {
        return isPrepared && bytes() <= MOST_SHARED_BYTES;
    }

    /** The size of the shared memory that {@link #inLoops} needs, in bytes. */
    int sharedBytes() {
        return isShared() ? Math.toIntExact(bytes()) : 0;
    }

    /** Writes the declaration of p for use in loops. */
    void inLoops(Code code) {
        if (isShared()) {
            code.add("""
                    __shared__ Parameters p;
                    for (int k = threadIdx.x; k < WIDTH; k += blockDim.x) {
                        ((REAL*) &p)[k] = ((const REAL*) call.parameter_values)[k];
                    }
                    __syncthreads();""".replace("REAL", real.cType()).replace("WIDTH", "" + width));
        } else {
            code.add(once());
        }
    }

    /** The declaration of p for a single use. */
    String once() {
        return isPrepared
                ? "const Parameters& p = *(const Parameters*) call.parameter_values;"
                : "const Parameters p = load_parameters(call);";
    }

    /** Writes the entry, if there is one. */
    Optional<EntryPoint> entry(Code code) {
        if (!isPrepared) {
            return Optional.empty();
        }
        code.comment("Computes what depends on parameters only.");
        code.add("""
                extern "C" __global__ void __launch_bounds__(1) prepare(const __grid_constant__ Call call) {
                    *(Parameters*) call.parameter_values = load_parameters(call);
                }""");
        return Optional.of(new EntryPoint("prepare", Grid.ONE, 1, 1, 1, 1, 0, 255));
    }
}
