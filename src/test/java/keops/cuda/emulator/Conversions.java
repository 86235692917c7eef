package keops.cuda.emulator;

import java.math.BigDecimal;
import java.util.Optional;

/** The instruction {@code cvt}. */
final class Conversions {
    private Conversions() {}

    static Optional<LaneFunction> of(Opcode opcode) {
        if (!opcode.base().equals("cvt") || opcode.types().size() != 2) {
            return Optional.empty();
        }
        PtxType to = opcode.types().getFirst();
        PtxType from = opcode.types().getLast();
        if (!from.isFloat()) {
            return Optional.of(to.isFloat()
                    ? (a, _, _, _) -> rounded(to, opcode, from, from.extend(a))
                    : (a, _, _, _) ->
                            to.truncate(opcode.has("sat") ? clamped(to, from, from.extend(a)) : from.extend(a)));
        }
        return Optional.of(to.isFloat()
                ? (a, _, _, _) -> encode(to, opcode, toWhole(opcode, decode(from, opcode, a), to, from))
                : (a, _, _, _) -> to.truncate(whole(to, toWhole(opcode, decode(from, opcode, a), to, from))));
    }

    /** The number that bits stand for; a double holds them all. */
    static double decode(PtxType type, Opcode opcode, long bits) {
        return switch (type) {
            case F16 -> Float.float16ToFloat((short) bits);
            case BF16 -> Float.intBitsToFloat((int) bits << 16);
            case F32 -> FloatFunctions.flush(FloatFunctions.f32(bits), opcode.has("ftz"));
            default -> Double.longBitsToDouble(bits);
        };
    }

    private static long encode(PtxType to, Opcode opcode, double value) {
        double limited = !opcode.has("sat") ? value : Double.isNaN(value) ? 0 : Math.clamp(value, 0.0, 1.0);
        return switch (to) {
            case F16 -> Float.floatToFloat16(narrow(opcode, limited)) & 0xFFFFL;
            case BF16 -> bfloat16(narrow(opcode, limited));
            case F32 -> FloatFunctions.bits(FloatFunctions.flush(narrow(opcode, limited), opcode.has("ftz")));
            default -> Double.doubleToRawLongBits(limited);
        };
    }

    private static float narrow(Opcode opcode, double value) {
        float near = (float) value;
        if (!Rounding.isDirected(opcode) || !Float.isFinite(near) || near == value) {
            return near;
        }
        boolean isUp = opcode.has("rp") || opcode.has("rz") && value < 0;
        return isUp ? (near < value ? Math.nextUp(near) : near) : near > value ? Math.nextDown(near) : near;
    }

    /** To nearest, ties to even; NaN stays NaN. */
    private static long bfloat16(float value) {
        if (Float.isNaN(value)) {
            return 0x7FFF;
        }
        long bits = Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
        return (bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16;
    }

    /** Rounds to a whole number where the name asks for it, or the target is whole. */
    private static double toWhole(Opcode opcode, double value, PtxType to, PtxType from) {
        if (opcode.has("rni")) {
            return Math.rint(value);
        }
        if (opcode.has("rmi")) {
            return Math.floor(value);
        }
        if (opcode.has("rpi")) {
            return Math.ceil(value);
        }
        boolean isTruncated = opcode.has("rzi") || !to.isFloat() && from.isFloat();
        return !isTruncated ? value : value < 0 ? Math.ceil(value) : Math.floor(value);
    }

    /** The nearest number of the type; 0 for NaN, as the hardware does for 32 bits. */
    private static long whole(PtxType to, double value) {
        if (Double.isNaN(value)) {
            return to.bits() == 64 ? Long.MIN_VALUE : 0;
        }
        if (to.isSigned()) {
            return to.bits() == 64
                    ? (long) value
                    : Math.clamp((long) value, -(1L << to.bits() - 1), (1L << to.bits() - 1) - 1);
        }
        if (value <= 0) {
            return 0;
        }
        double limit = Math.scalb(1.0, to.bits());
        return value >= limit ? -1 : new BigDecimal(value).toBigInteger().longValue();
    }

    private static long rounded(PtxType to, Opcode opcode, PtxType from, long value) {
        if (to == PtxType.F64) {
            double number = from == PtxType.U64 && value < 0 ? (value >>> 1 | value & 1) * 2.0 : value;
            return Double.doubleToRawLongBits(number);
        }
        // Through double an int64 would be rounded twice.
        float number = from == PtxType.U64 && value < 0 ? (value >>> 1 | value & 1) * 2f : value;
        return encode(to, opcode, number);
    }

    private static long clamped(PtxType to, PtxType from, long value) {
        if (to.bits() == 64) {
            return value;
        }
        long largest = to.isSigned() ? (1L << to.bits() - 1) - 1 : (1L << to.bits()) - 1;
        long smallest = to.isSigned() ? -largest - 1 : 0;
        return from.isSigned() || value >= 0 ? Math.clamp(value, smallest, largest) : largest;
    }
}
