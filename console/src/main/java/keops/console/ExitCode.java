package keops.console;

/** The exit codes of commands. The launcher script adds 5, 6 and 7 for failures before Java runs. */
public final class ExitCode {
    /** Success. */
    public static final int OK = 0;
    /** The command ran, and a check failed. */
    public static final int CHECK_FAILED = 1;
    /** The command line is invalid. */
    public static final int BAD_USE = 2;
    /** The formula or the data are wrong, or a file cannot be read or written. */
    public static final int BAD_DATA = 3;
    /** The required back end or compiler does not exist or cannot run here. */
    public static final int NO_BACKEND = 4;
    /** A bug of the command. */
    public static final int BUG = 8;
    /** A deletion was not confirmed. */
    public static final int NOT_CONFIRMED = 9;
    /** A deadline passed: the same code as that of the command {@code timeout}. */
    public static final int DEADLINE = 124;
    /** Ctrl-C: the code of a program that SIGINT ended. */
    public static final int INTERRUPTED = 130;
    /** The reader of the results closed the pipe: the code of a program that SIGPIPE ended. */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}
