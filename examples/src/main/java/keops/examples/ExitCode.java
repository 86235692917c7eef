package keops.examples;

/** What the {@code keops} command tells the shell. The launcher script adds 5, 6 and 7 for what precedes Java. */
final class ExitCode {
    /** All went well. */
    static final int OK = 0;
    /** The program ran, and its own check of the result failed. */
    static final int CHECK_FAILED = 1;
    /** The command line makes no sense. */
    static final int BAD_USE = 2;
    /** The formula or the data are wrong, or a file cannot be read or written. */
    static final int BAD_DATA = 3;
    /** The back end that was asked for does not exist or cannot run here. */
    static final int NO_BACKEND = 4;
    /** A fault of the program itself. */
    static final int BUG = 8;

    private ExitCode() {}
}
