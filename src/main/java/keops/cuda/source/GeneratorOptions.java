package keops.cuda.source;

import java.util.Objects;
import keops.reduction.DistanceForm;

/**
 * The choices that a user has about generated kernels.
 *
 * @param fastMath whether functions may be computed by the device's fast and inaccurate instructions, at the accuracy that
 *     {@code GenredBuilder.fastMath} states
 * @param distances how squared distances of long vectors are computed
 */
public record GeneratorOptions(boolean fastMath, DistanceForm distances) {
    /** Accurate functions, distances by differences. */
    public static final GeneratorOptions DEFAULT = new GeneratorOptions(false, DistanceForm.DIFFERENCE);

    /** Checks that nothing is missing. */
    public GeneratorOptions {
        Objects.requireNonNull(distances, "distances");
    }
}
