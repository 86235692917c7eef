package keops.cuda.emulator;

import java.math.BigDecimal;

/** Directed rounding of exact results, by the modifiers {@code rz}, {@code rm} and {@code rp}. */
final class Rounding {
    private Rounding() {}

    /** Whether a name asks for another rounding than to nearest. */
    static boolean isDirected(Opcode opcode) {
        return opcode.has("rz") || opcode.has("rm") || opcode.has("rp");
    }

    /** a b + c in one directed rounding to float; special values come out as to nearest. */
    static float fma(Opcode mode, float a, float b, float c) {
        float near = Math.fma(a, b, c);
        if (!isDirected(mode) || !Float.isFinite(near)) {
            return near;
        }
        int side = exact(a, b, c).compareTo(new BigDecimal(near));
        return up(mode, near, side) ? Math.nextUp(near) : down(mode, near, side) ? Math.nextDown(near) : near;
    }

    /** a b + c in one directed rounding to double; special values come out as to nearest. */
    static double fma(Opcode mode, double a, double b, double c) {
        double near = Math.fma(a, b, c);
        if (!isDirected(mode) || !Double.isFinite(near)) {
            return near;
        }
        int side = exact(a, b, c).compareTo(new BigDecimal(near));
        return up(mode, near, side) ? Math.nextUp(near) : down(mode, near, side) ? Math.nextDown(near) : near;
    }

    private static BigDecimal exact(double a, double b, double c) {
        return new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c));
    }

    /** Whether the exact result is above the nearest number, and is to be rounded up. */
    private static boolean up(Opcode mode, double near, int side) {
        return side > 0 && (mode.has("rp") || mode.has("rz") && near < 0);
    }

    private static boolean down(Opcode mode, double near, int side) {
        return side < 0 && (mode.has("rm") || mode.has("rz") && near > 0);
    }
}
