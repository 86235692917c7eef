package keops.cachetool;

import keops.console.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The words of this command for shells. */
@Command(
        name = "generate-completion",
        description = "Prints a script for bash and zsh that completes the commands and options of keops-cache.",
        footerHeading = "%nExample:%n",
        footer = {"Completion for this shell:", "", "  source <(keops-cache generate-completion)"})
final class Completion extends CacheCommand {
    private Completion() {}

    @Override
    public Integer call() {
        CommandLine command = root().commandSpec().commandLine();
        out().print(AutoComplete.bash(command.getCommandName(), command));
        return ExitCode.OK;
    }
}
