package keops.console;

/** What a command tells the shell. The launcher script adds 5, 6 and 7 for what precedes Java. */
public final class ExitCode {
    /** All went well. */
    public static final int OK = 0;
    /** The command ran, and what it checked is not as it should be. */
    public static final int CHECK_FAILED = 1;
    /** The command line makes no sense. */
    public static final int BAD_USE = 2;
    /** The formula or the data are wrong, or a file cannot be read or written. */
    public static final int BAD_DATA = 3;
    /** The back end or the compiler that is needed does not exist or cannot run here. */
    public static final int NO_BACKEND = 4;
    /** A fault of the command itself. */
    public static final int BUG = 8;
    /** Something would have been deleted, and nobody confirmed it. */
    public static final int NOT_CONFIRMED = 9;
    /** A deadline has passed: what the command {@code timeout} tells. */
    public static final int DEADLINE = 124;
    /** Ctrl-C: what a shell tells of a program that SIGINT has ended. */
    public static final int INTERRUPTED = 130;
    /** Nobody reads the results any more: what a shell tells of a program that SIGPIPE has ended. */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}
