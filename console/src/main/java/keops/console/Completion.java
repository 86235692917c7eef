package keops.console;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The subcommand that prints completions of the command for shells. */
@Command(
        name = "generate-completion",
        description = "Prints a script that completes the commands and options of ${ROOT-COMMAND-NAME} in bash and "
                + "zsh.",
        footerHeading = "%nExample:%n",
        footer = {"Completion for this shell:", "", "  source <(${ROOT-COMMAND-NAME} generate-completion)"})
public final class Completion implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Called by picocli for each command line. */
    public Completion() {}

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCode.OK;
    }
}
