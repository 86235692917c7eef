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

/** A command of the shell: runs what picocli makes of its arguments, and reports what goes wrong. */
public final class ShellCommand {
    private static final int HELP_COLUMNS = 110;

    private final CommandLine command;
    private final Failures failures;

    /**
     * A command.
     *
     * @param command the command, with its subcommands
     * @param debug whether the user wants to see stack traces; asked after the arguments have been read
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
     * What a main method does: runs the command on the standard streams and ends the JVM with its exit code. Ctrl-C ends the
     * JVM at once.
     */
    public void exit(String... args) {
        System.exit(runOnStandardStreams(args));
    }

    /** Like {@link #exit}, but Ctrl-C interrupts the command, which then leaves no half file behind. */
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
     * Runs the command and gives its {@link ExitCode}, which is never {@link ExitCode#OK} where results were lost because
     * they could not be written.
     *
     * @param out where the results go
     * @param charset how their characters become bytes
     * @param err where the messages go
     */
    public int run(OutputStream out, Charset charset, PrintWriter err, String... args) {
        var results = new ResultStream(out);
        int exitCode = run(new PrintWriter(results, true, charset), err, args);
        int written = results.failure().map(failure -> failures.handleLostResults(failure, command)).orElse(ExitCode.OK);
        err.flush();
        return exitCode == ExitCode.OK ? written : exitCode;
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
