package keops.error;

/**
 * Thrown if the user's formula, aliases or data are wrong: the message says what was expected, what came, and what to
 * do. It is thrown before any work is done, so that no output is partly written. Threads may share it.
 */
public final class FormulaException extends KeopsException {
    private static final long serialVersionUID = 1L;

    /** Constructs an exception with a message for users. */
    public FormulaException(String message) {
        super(message);
    }

    /** Constructs an exception with a message for users and its cause. */
    public FormulaException(String message, Throwable cause) {
        super(message, cause);
    }
}
