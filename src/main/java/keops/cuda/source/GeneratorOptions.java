package keops.cuda.source;

import java.util.Objects;
import keops.execution.DistanceForm;

/**
 * The user's options for generated kernels. Immutable.
 *
 * @param fastMath whether to use the device's fast, less accurate functions, as documented at {@code
 *     GenredBuilder.fastMath}
 * @param distances how squared distances of long vectors are computed
 */
public record GeneratorOptions(boolean fastMath, DistanceForm distances) {
    /** Accurate functions, distances by differences. */
    public static final GeneratorOptions DEFAULT = new GeneratorOptions(false, DistanceForm.DIFFERENCE);

    /** Checks that no option is null. */
    public GeneratorOptions {
        Objects.requireNonNull(distances, "distances");
    }
}
