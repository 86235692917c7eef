package keops.cuda.source;

import java.util.Objects;

/**
 * The choices that a user has about generated kernels.
 *
 * @param fastMath whether functions may be computed by the device's fast and inaccurate instructions: sines, logarithms,
 *     powers, quotients and square roots lose up to half of their digits
 * @param distances how squared distances of long vectors are computed
 */
public record GeneratorOptions(boolean fastMath, DistanceForm distances) {
    /** Accurate functions, distances by differences. */
    public static final GeneratorOptions DEFAULT = new GeneratorOptions(false, DistanceForm.DIFFERENCE);

    /** Checks that nothing is missing. */
    public GeneratorOptions {
        Objects.requireNonNull(distances, "distances");
    }

    /** How the squared distance of two long vectors is computed. */
    public enum DistanceForm {
        /** The sum of squared differences: accurate to the last digits, infinities included. */
        DIFFERENCE,
        /**
         * {@code |x|^2 + |y|^2 - 2 (x|y)}: nearly half the work, and an error of about {@code eps (|x|^2 + |y|^2)}, which
         * is large for points that are nearer to each other than to the origin. Infinite components give NaN.
         */
        PRODUCT
    }
}
