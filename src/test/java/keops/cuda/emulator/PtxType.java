package keops.cuda.emulator;

import java.util.Locale;
import java.util.Optional;

/** The type that an instruction gives to the bits of a register. Registers hold their bits zero-extended. */
enum PtxType {
    PRED(1, Kind.BITS),
    B8(8, Kind.BITS), U8(8, Kind.UNSIGNED), S8(8, Kind.SIGNED),
    B16(16, Kind.BITS), U16(16, Kind.UNSIGNED), S16(16, Kind.SIGNED), F16(16, Kind.FLOAT), BF16(16, Kind.FLOAT),
    B32(32, Kind.BITS), U32(32, Kind.UNSIGNED), S32(32, Kind.SIGNED), F32(32, Kind.FLOAT),
    B64(64, Kind.BITS), U64(64, Kind.UNSIGNED), S64(64, Kind.SIGNED), F64(64, Kind.FLOAT);

    /** How the bits are read. */
    enum Kind {
        BITS,
        UNSIGNED,
        SIGNED,
        FLOAT
    }

    private final int bits;
    private final Kind kind;

    PtxType(int bits, Kind kind) {
        this.bits = bits;
        this.kind = kind;
    }

    static Optional<PtxType> of(String modifier) {
        for (PtxType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(modifier)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    int bits() {
        return bits;
    }

    int bytes() {
        return Math.max(1, bits / 8);
    }

    boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    boolean isSigned() {
        return kind == Kind.SIGNED;
    }

    /** The low bits, zero-extended. */
    long truncate(long value) {
        return bits == 64 ? value : value & (1L << bits) - 1;
    }

    /** The number that the bits stand for: sign-extended where the type is signed. */
    long extend(long value) {
        int unused = 64 - bits;
        return isSigned() ? value << unused >> unused : truncate(value);
    }
}
