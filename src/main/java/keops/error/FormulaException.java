package keops.error;

/**
 * The user's formula, aliases or data are at fault: what was expected, what came, and what to do. Thrown before any
 * work is done, so that nothing is left half written.
 */
public final class FormulaException extends KeopsException {
    private static final long serialVersionUID = 1L;

    /** An exception with a message made for people. */
    public FormulaException(String message) {
        super(message);
    }

    /** An exception with a message made for people and the failure below it. */
    public FormulaException(String message, Throwable cause) {
        super(message, cause);
    }
}
