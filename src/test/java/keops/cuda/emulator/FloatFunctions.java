package keops.cuda.emulator;

import java.util.Optional;

/** Arithmetic of {@code f32} and {@code f64}. */
final class FloatFunctions {
    private static final double LN2 = Math.log(2);

    /** A function of numbers. */
    @FunctionalInterface
    private interface F32 {
        float of(float a, float b, float c);
    }

    @FunctionalInterface
    private interface F64 {
        double of(double a, double b, double c);
    }

    private FloatFunctions() {}

    /** The meaning of a name, if it is floating-point arithmetic. */
    static Optional<LaneFunction> of(Opcode opcode) {
        return switch (opcode.type()) {
            case F32 -> frequent(opcode).or(() -> f32(opcode).map(f -> singles(opcode, f)));
            case F64 -> f64(opcode).map(f -> doubles(opcode, f));
            default -> Optional.empty();
        };
    }

    /** What kernels do most, without a second function to call. */
    private static Optional<LaneFunction> frequent(Opcode o) {
        if (!o.has("ftz") || o.has("sat") || Rounding.isDirected(o)) {
            return Optional.empty();
        }
        LaneFunction f = switch (o.base()) {
            case "add" -> (a, b, _, _) -> bits(flush(flush(f32(a)) + flush(f32(b))));
            case "sub" -> (a, b, _, _) -> bits(flush(flush(f32(a)) - flush(f32(b))));
            case "mul" -> (a, b, _, _) -> bits(flush(flush(f32(a)) * flush(f32(b))));
            case "fma" -> (a, b, c, _) -> bits(flush(Math.fma(flush(f32(a)), flush(f32(b)), flush(f32(c)))));
            default -> null;
        };
        return Optional.ofNullable(f);
    }

    private static float flush(float value) {
        return Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    private static LaneFunction singles(Opcode opcode, F32 f) {
        boolean flushes = opcode.has("ftz");
        boolean saturates = opcode.has("sat");
        if (!flushes && !saturates) {
            return (a, b, c, _) -> bits(f.of(f32(a), f32(b), f32(c)));
        }
        return (a, b, c, _) -> {
            float value = f.of(flush(f32(a), flushes), flush(f32(b), flushes), flush(f32(c), flushes));
            return bits(saturate(flush(value, flushes), saturates));
        };
    }

    private static LaneFunction doubles(Opcode opcode, F64 f) {
        if (opcode.has("approx") && opcode.has("ftz")) {
            // These approximations of rcp and rsqrt have no lower half.
            return (a, _, _, _) -> Double.doubleToRawLongBits(f.of(Double.longBitsToDouble(a), 0, 0)) >>> 32 << 32;
        }
        return (a, b, c, _) -> Double.doubleToRawLongBits(
                f.of(Double.longBitsToDouble(a), Double.longBitsToDouble(b), Double.longBitsToDouble(c)));
    }

    static long bits(float value) {
        return Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
    }

    static float f32(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    /** Zero of the same sign for a number without a leading 1. */
    static float flush(float value, boolean flushes) {
        return flushes && Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0f, value) : value;
    }

    /** Between 0 and 1; 0 for NaN. */
    static float saturate(float value, boolean saturates) {
        return !saturates ? value : Float.isNaN(value) ? 0 : Math.clamp(value, 0f, 1f);
    }

    private static Optional<F32> f32(Opcode o) {
        boolean isPlain = !Rounding.isDirected(o);
        F32 f = switch (o.base()) {
            case "add" -> isPlain ? (a, b, _) -> a + b : (a, b, _) -> Rounding.fma(o, a, 1f, b);
            case "sub" -> isPlain ? (a, b, _) -> a - b : (a, b, _) -> Rounding.fma(o, a, 1f, -b);
            case "mul" -> isPlain ? (a, b, _) -> a * b : (a, b, _) -> Rounding.fma(o, a, b, 0f);
            case "fma", "mad" -> isPlain ? Math::fma : (a, b, c) -> Rounding.fma(o, a, b, c);
            case "div" -> (a, b, _) -> a / b;
            case "min" -> o.has("NaN") ? (a, b, _) -> Math.min(a, b) : (a, b, _) -> smaller(a, b);
            case "max" -> o.has("NaN") ? (a, b, _) -> Math.max(a, b) : (a, b, _) -> -smaller(-a, -b);
            case "abs" -> (a, _, _) -> Math.abs(a);
            case "neg" -> (a, _, _) -> -a;
            case "copysign" -> (a, b, _) -> Float.intBitsToFloat(Float.floatToRawIntBits(a) & 0x8000_0000
                    | Float.floatToRawIntBits(b) & 0x7FFF_FFFF);
            case "sqrt" -> (a, _, _) -> (float) Math.sqrt(a);
            case "rcp" -> (a, _, _) -> 1 / a;
            case "rsqrt" -> (a, _, _) -> (float) (1 / Math.sqrt(a));
            case "ex2" -> (a, _, _) -> (float) Math.exp(a * LN2);
            case "lg2" -> (a, _, _) -> (float) (Math.log(a) / LN2);
            case "sin" -> (a, _, _) -> (float) Math.sin(a);
            case "cos" -> (a, _, _) -> (float) Math.cos(a);
            case "tanh" -> (a, _, _) -> (float) Math.tanh(a);
            default -> null;
        };
        return Optional.ofNullable(f);
    }

    private static Optional<F64> f64(Opcode o) {
        boolean isPlain = !Rounding.isDirected(o);
        F64 f = switch (o.base()) {
            case "add" -> isPlain ? (a, b, _) -> a + b : (a, b, _) -> Rounding.fma(o, a, 1.0, b);
            case "sub" -> isPlain ? (a, b, _) -> a - b : (a, b, _) -> Rounding.fma(o, a, 1.0, -b);
            case "mul" -> isPlain ? (a, b, _) -> a * b : (a, b, _) -> Rounding.fma(o, a, b, 0.0);
            case "fma", "mad" -> isPlain ? Math::fma : (a, b, c) -> Rounding.fma(o, a, b, c);
            case "div" -> (a, b, _) -> a / b;
            case "min" -> (a, b, _) -> smaller(a, b);
            case "max" -> (a, b, _) -> -smaller(-a, -b);
            case "abs" -> (a, _, _) -> Math.abs(a);
            case "neg" -> (a, _, _) -> -a;
            case "copysign" -> (a, b, _) -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Long.MIN_VALUE
                    | Double.doubleToRawLongBits(b) & Long.MAX_VALUE);
            case "sqrt" -> (a, _, _) -> Math.sqrt(a);
            case "rcp" -> (a, _, _) -> 1 / a;
            case "rsqrt" -> (a, _, _) -> 1 / Math.sqrt(a);
            default -> null;
        };
        return Optional.ofNullable(f);
    }

    /** The smaller number; the other one where one is NaN. */
    private static float smaller(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
    }

    private static double smaller(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }
}
