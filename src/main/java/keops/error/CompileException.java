package keops.error;

/** A generated kernel did not compile: a mistake of this library, or a compiler that it does not know. */
public final class CompileException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final String log;
    private final String target;

    /**
     * An exception.
     *
     * @param message what went wrong, for people
     * @param source the source
     * @param log what the compiler said
     * @param target what was compiled for, as in {@code sm_90}
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

    /** What the compiler said; may be empty. */
    public String log() {
        return log;
    }

    /** What was compiled for, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return target;
    }
}
