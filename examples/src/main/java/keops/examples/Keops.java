package keops.examples;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code keops} command: it lists the programs and runs one of them. */
@Command(
        name = "keops",
        description = "Reductions a_i = Reduction_j F(p, x_i, y_j) of symbolic formulas.",
        synopsisSubcommandLabel = "PROGRAM",
        commandListHeading = "%nPrograms:%n",
        footer = {
            "",
            "'keops PROGRAM --help' explains one program.",
            "",
            "Exit codes: 0 done, 1 the program's own check failed, 2 bad command line, 3 bad formula, data or file,",
            "4 no such back end here, 5 no JDK, 6 no Maven, 7 the build failed, 8 a fault of the program."
        },
        subcommands = {Demo.class, Reduce.class, Digits.class, OperatorsCommand.class})
public final class Keops implements Runnable {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    boolean helpRequested;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private Keops() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        var out = new PrintWriter(System.out, true, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, args));
    }

    /** Runs the command and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = new CommandLine(new Keops())
                .setUsageHelpWidth(110)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Failures::handle)
                .setParameterExceptionHandler(Failures::handleBadUse);
        try {
            return command.execute(args);
        } catch (OutOfMemoryError e) {
            return Failures.handleOutOfMemory(e, command);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** Tells whether the user wants to see stack traces. */
    boolean debug() {
        return debug;
    }

    /** What happens without the name of a program. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which program? There are: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
