package keops.cuda.emulator;

/** A call of the driver that ends in a result code. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refusal(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
