package keops.console;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand {@code help}: it prints the same as {@code --help} of the command or of another subcommand. */
@Command(name = "help", description = "Shows the help of all commands, or of one.")
public final class Help implements Callable<Integer> {
    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command.")
    private String name;

    @Spec
    private CommandSpec spec;

    /** Called by picocli for each command line. */
    public Help() {}

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        CommandLine meant = name == null ? root : root.getSubcommands().get(name);
        if (meant == null) {
            throw new ParameterException(root, BadUse.unknownCommand(name, root.getCommandSpec()));
        }
        meant.usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
