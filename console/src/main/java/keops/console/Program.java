package keops.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** A command of the shell: runs what picocli makes of its arguments, and reports what goes wrong. */
public final class Program {
    private static final int HELP_COLUMNS = 110;

    private final CommandLine command;
    private final Failures failures;

    /**
     * A command.
     *
     * @param command the command, with its subcommands
     * @param debug whether the user wants to see stack traces; asked after the arguments have been read
     */
    public Program(CommandLine command, BooleanSupplier debug) {
        this.failures = new Failures(command.getCommandName(), debug);
        this.command = command
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExecutionExceptionHandler((failure, failed, _) -> failures.handle(failure, failed))
                .setParameterExceptionHandler((failure, _) -> failures.handleBadUse(failure));
    }

    /** What a main method does: runs the command on the standard streams and ends the JVM with its exit code. */
    public void exit(String... args) {
        Locale.setDefault(Locale.ROOT);
        var out = new PrintWriter(System.out, true, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, args));
    }

    /** Runs the command and gives its {@link ExitCode}. */
    public int run(PrintWriter out, PrintWriter err, String... args) {
        command.setOut(out).setErr(err);
        try {
            return command.execute(args);
        } catch (OutOfMemoryError e) {
            return failures.handleOutOfMemory(e, command);
        } finally {
            out.flush();
            err.flush();
        }
    }
}
