package keops.cuda.emulator;

/** PTX that the emulator does not understand. */
final class PtxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PtxException(String message) {
        super(message);
    }
}
