package keops.cuda.emulator;

import java.util.Optional;

/** The instructions {@code setp} and {@code set}, {@code selp} and {@code slct}, and {@code testp}. */
final class Comparisons {
    private Comparisons() {}

    /**
     * The meaning of a name; of {@code setp}, of its first result. The third operand of a comparison is a predicate.
     */
    static Optional<LaneFunction> of(Opcode opcode) {
        return switch (opcode.base()) {
            case "setp" -> Optional.of(truth(opcode, opcode.type()));
            case "set" -> Optional.of(set(opcode));
            case "selp" -> Optional.of((a, b, c, _) -> opcode.type().truncate(c != 0 ? a : b));
            case "slct" -> Optional.of(slct(opcode));
            case "testp" -> Optional.of((a, _, _, _) ->
                    test(opcode, Conversions.decode(opcode.type(), opcode, a), opcode.type()) ? 1 : 0);
            default -> Optional.empty();
        };
    }

    private static LaneFunction set(Opcode opcode) {
        PtxType to = opcode.types().getFirst();
        LaneFunction truth = truth(opcode, opcode.types().getLast());
        long yes = switch (to) {
            case F32 -> FloatFunctions.bits(1f);
            case F16 -> 0x3C00;
            default -> to.truncate(-1);
        };
        return (a, b, c, d) -> truth.of(a, b, c, d) != 0 ? yes : 0;
    }

    private static LaneFunction slct(Opcode opcode) {
        PtxType to = opcode.types().getFirst();
        PtxType by = opcode.types().getLast();
        return (a, b, c, _) -> to.truncate(
                (by.isFloat() ? FloatFunctions.f32(c) >= 0 : by.extend(c) >= 0) ? a : b);
    }

    private static LaneFunction truth(Opcode opcode, PtxType type) {
        LaneFunction compared = type.isFloat() ? floating(opcode, type) : whole(opcode, type);
        if (opcode.has("and")) {
            return (a, b, c, _) -> compared.of(a, b, 0, 0) & c;
        }
        if (opcode.has("or")) {
            return (a, b, c, _) -> compared.of(a, b, 0, 0) | c;
        }
        if (opcode.has("xor")) {
            return (a, b, c, _) -> compared.of(a, b, 0, 0) ^ c;
        }
        return compared;
    }

    private static LaneFunction floating(Opcode opcode, PtxType type) {
        DoublePredicate2 truth = floating(opcode.modifiers().getFirst());
        if (type == PtxType.F32 && !opcode.has("ftz")) {
            return (a, b, _, _) -> truth.of(FloatFunctions.f32(a), FloatFunctions.f32(b)) ? 1 : 0;
        }
        return (a, b, _, _) -> truth.of(Conversions.decode(type, opcode, a), Conversions.decode(type, opcode, b))
                ? 1
                : 0;
    }

    @FunctionalInterface
    private interface DoublePredicate2 {
        boolean of(double a, double b);
    }

    /** Comparisons with a u are true for NaN, the others false. */
    private static DoublePredicate2 floating(String comparison) {
        return switch (comparison) {
            case "eq" -> (a, b) -> a == b;
            case "ne" -> (a, b) -> a < b || a > b;
            case "lt" -> (a, b) -> a < b;
            case "le" -> (a, b) -> a <= b;
            case "gt" -> (a, b) -> a > b;
            case "ge" -> (a, b) -> a >= b;
            case "equ" -> (a, b) -> !(a < b || a > b);
            case "neu" -> (a, b) -> a != b;
            case "ltu" -> (a, b) -> !(a >= b);
            case "leu" -> (a, b) -> !(a > b);
            case "gtu" -> (a, b) -> !(a <= b);
            case "geu" -> (a, b) -> !(a < b);
            case "num" -> (a, b) -> !Double.isNaN(a) && !Double.isNaN(b);
            case "nan" -> (a, b) -> Double.isNaN(a) || Double.isNaN(b);
            default -> throw new PtxException("unknown comparison " + comparison);
        };
    }

    private static LaneFunction whole(Opcode opcode, PtxType t) {
        return switch (opcode.modifiers().getFirst()) {
            case "eq" -> (a, b, _, _) -> t.truncate(a) == t.truncate(b) ? 1 : 0;
            case "ne" -> (a, b, _, _) -> t.truncate(a) != t.truncate(b) ? 1 : 0;
            case "lt", "lo" -> (a, b, _, _) -> IntegerFunctions.isLess(t, a, b) ? 1 : 0;
            case "le", "ls" -> (a, b, _, _) -> IntegerFunctions.isLess(t, b, a) ? 0 : 1;
            case "gt", "hi" -> (a, b, _, _) -> IntegerFunctions.isLess(t, b, a) ? 1 : 0;
            case "ge", "hs" -> (a, b, _, _) -> IntegerFunctions.isLess(t, a, b) ? 0 : 1;
            default -> throw new PtxException("unknown comparison " + opcode);
        };
    }

    private static boolean test(Opcode opcode, double value, PtxType type) {
        double normal = type == PtxType.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
        return switch (opcode.modifiers().getFirst()) {
            case "finite" -> Double.isFinite(value);
            case "infinite" -> Double.isInfinite(value);
            case "number" -> !Double.isNaN(value);
            case "notanumber" -> Double.isNaN(value);
            case "normal" -> Double.isFinite(value) && Math.abs(value) >= normal;
            case "subnormal" -> value != 0 && Math.abs(value) < normal;
            default -> throw new PtxException("unknown test " + opcode);
        };
    }
}
