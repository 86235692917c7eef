package keops.cuda.emulator;

/** What an instruction keeps busy on a GPU. */
enum InstructionClass {
    FLOAT32,
    FLOAT64,
    INTEGER,
    /** Exponentials, logarithms, roots, reciprocals: the special function units. */
    SPECIAL,
    CONVERSION,
    MOVE,
    GLOBAL_MEMORY,
    SHARED_MEMORY,
    LOCAL_MEMORY,
    /** Parameters and constants. */
    CONSTANT_MEMORY,
    EXCHANGE,
    BARRIER,
    CONTROL;

    /** The class of what only computes. */
    static InstructionClass of(Opcode opcode) {
        return switch (opcode.base()) {
            case "ex2", "lg2", "rcp", "rsqrt", "sqrt", "sin", "cos", "tanh", "div" ->
                opcode.type().isFloat() ? SPECIAL : INTEGER;
            case "cvt", "cvta" -> CONVERSION;
            case "mov" -> MOVE;
            default -> opcode.type() == PtxType.F64 ? FLOAT64 : opcode.type().isFloat() ? FLOAT32 : INTEGER;
        };
    }
}
