package keops.cpu.code;

import java.lang.constant.ClassDesc;

/**
 * Sines and cosines of angles that have more quarter turns than the whole numbers that a step of {@link Trigonometry}
 * can take: one by one, by {@link Math}, whose errors are below 1 ulp for angles of any size and which allocates
 * nothing.
 */
final class LargeAngles {
    static final ClassDesc SELF = LargeAngles.class.describeConstable().orElseThrow();
    static final String SINE = "sine";
    static final String COSINE = "cosine";

    private LargeAngles() {}

    /** The smallest angle that is too large. */
    static double limit(ElementKind kind) {
        return Math.scalb(1.0, kind.fraction - 3);
    }

    /** Replaces the sines of large angles: a vector of angles is followed by the vector of their sines. */
    static void sine(float[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.FLOAT)) {
                vectors[k + lanes] = (float) Math.sin(vectors[k]);
            }
        }
    }

    static void sine(double[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.DOUBLE)) {
                vectors[k + lanes] = Math.sin(vectors[k]);
            }
        }
    }

    static void cosine(float[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.FLOAT)) {
                vectors[k + lanes] = (float) Math.cos(vectors[k]);
            }
        }
    }

    static void cosine(double[] vectors, int at, int lanes) {
        for (int k = at; k < at + lanes; k++) {
            if (vectors[k] >= limit(ElementKind.DOUBLE)) {
                vectors[k + lanes] = Math.cos(vectors[k]);
            }
        }
    }
}
