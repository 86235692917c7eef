package keops.cuda.emulator;

import java.util.Optional;

/** Arithmetic and logic of whole numbers and bits. */
final class IntegerFunctions {
    private IntegerFunctions() {}

    /** The meaning of a name, if it is arithmetic of whole numbers, or logic. */
    static Optional<LaneFunction> of(Opcode opcode) {
        return opcode.type().isFloat()
                ? Optional.empty()
                : arithmetic(opcode).or(() -> products(opcode)).or(() -> logic(opcode)).or(() -> bits(opcode));
    }

    private static Optional<LaneFunction> arithmetic(Opcode o) {
        PtxType t = o.type();
        LaneFunction f = switch (o.base()) {
            case "add" -> (a, b, _, _) -> t.truncate(a + b);
            case "sub" -> (a, b, _, _) -> t.truncate(a - b);
            case "neg" -> (a, _, _, _) -> t.truncate(-a);
            case "abs" -> (a, _, _, _) -> t.truncate(Math.abs(t.extend(a)));
            case "min" -> (a, b, _, _) -> t.truncate(isLess(t, a, b) ? a : b);
            case "max" -> (a, b, _, _) -> t.truncate(isLess(t, a, b) ? b : a);
            case "div" -> (a, b, _, _) -> t.truncate(quotient(t, t.extend(a), t.extend(b)));
            case "rem" -> (a, b, _, _) ->
                t.truncate(t.extend(a) - t.extend(b) * quotient(t, t.extend(a), t.extend(b)));
            case "sad" -> (a, b, c, _) -> t.truncate(c + (isLess(t, a, b)
                    ? t.extend(b) - t.extend(a) : t.extend(a) - t.extend(b)));
            default -> null;
        };
        return Optional.ofNullable(f);
    }

    /** Whether a number is less than another, by the type's own order. */
    static boolean isLess(PtxType t, long a, long b) {
        return t.isSigned() ? t.extend(a) < t.extend(b) : Long.compareUnsigned(t.truncate(a), t.truncate(b)) < 0;
    }

    /** All ones where the divisor is 0, as the hardware does. */
    private static long quotient(PtxType t, long a, long b) {
        return b == 0 ? -1 : t.isSigned() ? a / b : Long.divideUnsigned(a, b);
    }

    private static Optional<LaneFunction> products(Opcode o) {
        PtxType t = o.type();
        if (!o.base().equals("mul") && !o.base().equals("mad")) {
            return Optional.empty();
        }
        LaneFunction product = product(o);
        if (o.base().equals("mul")) {
            return Optional.of(product);
        }
        boolean isWide = o.has("wide");
        return Optional.of((a, b, c, _) -> {
            long sum = product.of(a, b, 0, 0) + c;
            return isWide && t.bits() == 32 ? sum : isWide ? sum & 0xFFFF_FFFFL : t.truncate(sum);
        });
    }

    /** The low half, the high half or all of a product. */
    static LaneFunction product(Opcode o) {
        PtxType t = o.type();
        if (o.has("wide")) {
            return t.bits() == 32
                    ? (a, b, _, _) -> t.extend(a) * t.extend(b)
                    : (a, b, _, _) -> t.extend(a) * t.extend(b) & 0xFFFF_FFFFL;
        }
        if (!o.has("hi")) {
            return (a, b, _, _) -> t.truncate(a * b);
        }
        if (t.bits() < 64) {
            return (a, b, _, _) -> t.truncate(t.extend(a) * t.extend(b) >>> t.bits());
        }
        return t.isSigned()
                ? (a, b, _, _) -> Math.multiplyHigh(a, b)
                : (a, b, _, _) -> Math.unsignedMultiplyHigh(a, b);
    }

    private static Optional<LaneFunction> logic(Opcode o) {
        PtxType t = o.type();
        LaneFunction f = switch (o.base()) {
            case "and" -> (a, b, _, _) -> t.truncate(a & b);
            case "or" -> (a, b, _, _) -> t.truncate(a | b);
            case "xor" -> (a, b, _, _) -> t.truncate(a ^ b);
            case "not" -> (a, _, _, _) -> t.truncate(~a);
            case "cnot" -> (a, _, _, _) -> t.truncate(a) == 0 ? 1 : 0;
            case "shl" -> (a, b, _, _) -> amount(b) >= t.bits() ? 0 : t.truncate(a << b);
            case "shr" -> (a, b, _, _) -> t.truncate(shiftedRight(t, a, amount(b)));
            case "shf" -> funnel(o);
            case "lop3" -> (a, b, c, table) -> t.truncate(lookup(a, b, c, table));
            default -> null;
        };
        return Optional.ofNullable(f);
    }

    private static long amount(long b) {
        return b & 0xFFFF_FFFFL;
    }

    private static long shiftedRight(PtxType t, long a, long by) {
        long value = t.extend(a);
        return by >= t.bits() ? (value < 0 && t.isSigned() ? -1 : 0) : t.isSigned() ? value >> by : value >>> by;
    }

    /** The shift of two registers as one of 64 bits; b is the upper half. */
    private static LaneFunction funnel(Opcode o) {
        boolean wraps = o.has("wrap");
        boolean isLeft = o.has("l");
        return (a, b, c, _) -> {
            long both = b << 32 | a & 0xFFFF_FFFFL;
            long by = wraps ? c & 31 : Math.min(32, amount(c));
            long shifted = isLeft ? both << by >>> 32 : both >>> by;
            return shifted & 0xFFFF_FFFFL;
        };
    }

    /** Each bit by a table of 8: a is the third bit of the place in it, b the second, c the first. */
    private static long lookup(long a, long b, long c, long table) {
        long value = 0;
        for (int k = 0; k < 8; k++) {
            if ((table >> k & 1) != 0) {
                value |= ((k & 4) != 0 ? a : ~a) & ((k & 2) != 0 ? b : ~b) & ((k & 1) != 0 ? c : ~c);
            }
        }
        return value;
    }

    private static Optional<LaneFunction> bits(Opcode o) {
        PtxType t = o.type();
        LaneFunction f = switch (o.base()) {
            case "popc" -> (a, _, _, _) -> Long.bitCount(t.truncate(a));
            case "clz" -> (a, _, _, _) -> Long.numberOfLeadingZeros(t.truncate(a)) - (64 - t.bits());
            case "brev" -> (a, _, _, _) -> Long.reverse(a) >>> 64 - t.bits();
            case "bfind" -> (a, _, _, _) -> highest(t, a, o.has("shiftamt"));
            case "bfe" -> (a, b, c, _) -> field(t, a, (int) b & 0xFF, (int) c & 0xFF);
            case "bfi" -> (a, b, c, d) -> inserted(t, a, b, (int) c & 0xFF, (int) d & 0xFF);
            case "prmt" -> (a, b, c, _) -> permuted(a, b, c);
            default -> null;
        };
        return Optional.ofNullable(f);
    }

    private static long highest(PtxType t, long a, boolean isShift) {
        long value = t.isSigned() && t.extend(a) < 0 ? ~t.extend(a) : t.truncate(a);
        if (value == 0) {
            return 0xFFFF_FFFFL;
        }
        int bit = 63 - Long.numberOfLeadingZeros(value);
        return isShift ? t.bits() - 1 - bit : bit;
    }

    private static long field(PtxType t, long a, int position, int length) {
        if (length == 0) {
            return 0;
        }
        int last = Math.min(position + length - 1, t.bits() - 1);
        long sign = t.isSigned() && (t.truncate(a) >> last & 1) != 0 ? -1 : 0;
        long value = position >= t.bits() ? sign : t.truncate(a) >>> position;
        long mask = length >= 64 ? -1 : (1L << length) - 1;
        int present = Math.max(0, t.bits() - position);
        long kept = present >= 64 ? -1 : (1L << present) - 1;
        return t.truncate(value & mask & kept | sign & ~(mask & kept));
    }

    private static long inserted(PtxType t, long a, long b, int position, int length) {
        if (position >= t.bits()) {
            return t.truncate(b);
        }
        long mask = (length >= 64 ? -1 : (1L << length) - 1) << position;
        return t.truncate(a << position & mask | b & ~mask);
    }

    /** Four bytes out of eight; the fourth bit of a choice asks for the byte's sign. */
    private static long permuted(long a, long b, long choices) {
        long bytes = b << 32 | a & 0xFFFF_FFFFL;
        long value = 0;
        for (int k = 0; k < 4; k++) {
            int choice = (int) (choices >> 4 * k) & 15;
            long chosen = bytes >>> 8 * (choice & 7) & 0xFF;
            long made = (choice & 8) == 0 ? chosen : (chosen & 0x80) != 0 ? 0xFF : 0;
            value |= made << 8 * k;
        }
        return value;
    }
}
