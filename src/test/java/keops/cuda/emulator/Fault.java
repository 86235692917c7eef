package keops.cuda.emulator;

/** What a kernel did wrong: what, in which thread, at which instruction. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds, with the result code that a driver reports them by. */
    enum Kind {
        OUT_OF_BOUNDS(700),
        MISALIGNED(716),
        UNINITIALISED(719),
        DIVERGENT_BARRIER(719),
        RACE(719),
        TRAP(719),
        ENDLESS(702),
        LAUNCH(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final Kind kind;

    Fault(Kind kind, String message) {
        super(kind + ": " + message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
