package keops.error;

/**
 * Thrown if a generated kernel did not compile, because of a bug of this library or an unknown compiler. Threads may
 * share it.
 */
public final class CompileException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final String log;
    private final String target;

    /**
     * Constructs an exception.
     *
     * @param message what went wrong, for users
     * @param source the source
     * @param log the log of the compiler
     * @param target the target architecture, as in {@code sm_90}
     */
    public CompileException(String message, String source, String log, String target) {
        super(message);
        this.source = source;
        this.log = log;
        this.target = target;
    }

    /** The source that did not compile. */
    public String source() {
        return source;
    }

    /** The log of the compiler; may be empty. */
    public String log() {
        return log;
    }

    /** The target architecture, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return target;
    }
}
