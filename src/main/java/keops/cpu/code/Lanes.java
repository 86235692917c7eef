package keops.cpu.code;

import java.util.Optional;
import jdk.incubator.vector.VectorShape;

/**
 * How wide the vectors are. The machine's preference, unless the system property {@code keops.cpu.vectorBits} asks for
 * 128, 256 or 512: then every machine can test every width (a width that the machine lacks is correct but slow).
 */
public final class Lanes {
    private static final String PROPERTY = "keops.cpu.vectorBits";

    private Lanes() {}

    /** Why the Vector API cannot be used, or nothing. */
    public static Optional<String> unavailabilityCause() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? Optional.empty()
                : Optional.of("the module jdk.incubator.vector is not in this JVM: put keops on the module path, or"
                        + " add --add-modules=jdk.incubator.vector to the java command");
    }

    /** The machine's preference, in bits. */
    public static int preferredBits() {
        return Math.clamp(VectorShape.preferredShape().vectorBitSize(), 128, 512);
    }

    /** The width in bits. */
    public static int bits() {
        Integer wanted = Integer.getInteger(PROPERTY);
        if (wanted == null) {
            return preferredBits();
        }
        if (wanted != 128 && wanted != 256 && wanted != 512) {
            throw new keops.error.BackendException(PROPERTY + " must be 128, 256 or 512, but is " + wanted);
        }
        return wanted;
    }
}
