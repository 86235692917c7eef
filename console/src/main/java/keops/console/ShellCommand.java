package keops.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * A command of the shell: runs the subcommand that picocli finds in the arguments, and reports failures. Not
 * thread-safe.
 */
public final class ShellCommand {
    private static final int HELP_COLUMNS = 110;

    private final CommandLine command;
    private final Failures failures;

    /**
     * Constructs a command.
     *
     * @param command the command, with its subcommands
     * @param debug whether stack traces are shown; called after the arguments have been parsed
     */
    public ShellCommand(CommandLine command, BooleanSupplier debug) {
        this.failures = new Failures(command.getCommandName(), debug);
        this.command = command
                .registerConverter(int.class, WholeNumber::toInt)
                .registerConverter(long.class, WholeNumber::toLong)
                .registerConverter(Path.class, ShellCommand::path)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExecutionExceptionHandler((failure, failed, _) -> failures.handle(failure, failed))
                .setParameterExceptionHandler((failure, _) -> failures.handleBadUse(failure));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' cannot be the name of a file");
        }
    }

    /**
     * Runs the command on the standard streams and ends the JVM with its exit code, for main methods. Ctrl-C ends the
     * JVM at once.
     */
    public void exit(String... args) {
        System.exit(runOnStandardStreams(args));
    }

    /** Like {@link #exit}, but Ctrl-C interrupts the command, which then removes incomplete files. */
    public void exitInterruptibly(String... args) {
        var interruption = new Interruption(Thread.currentThread());
        int exitCode = runOnStandardStreams(args);
        interruption.commandEnded();
        System.exit(exitCode);
    }

    private int runOnStandardStreams(String... args) {
        Locale.setDefault(Locale.ROOT);
        var err = new PrintWriter(System.err, true, System.err.charset());
        return run(new FileOutputStream(FileDescriptor.out), System.out.charset(), err, args);
    }

    /**
     * Runs the command and returns its {@link ExitCode}, which is not {@link ExitCode#OK} if results could not be
     * written.
     *
     * @param out the stream of the results
     * @param charset the encoding of the results
     * @param err the stream of the messages
     */
    public int run(OutputStream out, Charset charset, PrintWriter err, String... args) {
        var results = new ResultStream(out);
        int exitCode = run(new PrintWriter(results, true, charset), err, args);
        int written = results.failure().map(failure -> failures.handleLostResults(failure, command))
                .orElse(ExitCode.OK);
        err.flush();
        return exitCode == ExitCode.OK ? written : exitCode;
    }

    /** Runs the command and returns its {@link ExitCode}. */
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
