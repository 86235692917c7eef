package keops.examples;

import keops.console.Completion;
import keops.console.Help;
import keops.console.ShellCommand;
import keops.console.Version;
import keops.examples.attention.CausalAttention;
import keops.examples.generative.GenerativeModel;
import keops.examples.kmeans.KMeans;
import keops.examples.lddmm.Lddmm;
import keops.examples.meanshift.MeanShift;
import keops.examples.mixture.GaussianMixture;
import keops.examples.nbody.NBody;
import keops.examples.regression.KernelRegression;
import keops.examples.spectral.Spectral;
import keops.examples.transport.OptimalTransport;
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
        versionProvider = Version.class,
        description = "Computes reductions a_i = Reduction_j F(p, x_i, y_j) of symbolic formulas.",
        synopsisSubcommandLabel = "PROGRAM",
        commandListHeading = "%nPrograms:%n",
        footer = {
            "",
            "'keops PROGRAM --help' explains one program.",
            "",
            "Exit codes: 0 success, 1 the program's own check failed, 2 wrong command line,",
            "3 wrong formula, data or file, 4 the back end is not available, 5 no JDK, 6 no Maven,",
            "7 the build failed, 8 a bug in the program, 124 the deadline passed, 130 interrupted,",
            "141 the reader of the output closed the pipe."
        },
        subcommands = {
            Demo.class,
            Reduce.class,
            Digits.class,
            OperatorsCommand.class,
            AnisotropicKernels.class,
            CausalAttention.class,
            GaussianMixture.class,
            GenerativeModel.class,
            KernelRegression.class,
            KMeans.class,
            Knn.class,
            Lddmm.class,
            MeanShift.class,
            NBody.class,
            OptimalTransport.class,
            Spectral.class,
            Completion.class,
            Help.class
        })
public final class Keops implements Runnable {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    boolean helpRequested;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
    boolean versionRequested;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private Keops() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        program().exitInterruptibly(args);
    }

    /** The command with all its programs. */
    static ShellCommand program() {
        var root = new Keops();
        return new ShellCommand(new CommandLine(root), () -> root.debug);
    }

    /** Called if no program is named. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which program? There are: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
