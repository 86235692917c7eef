package keops.examples;

import java.util.concurrent.Callable;
import keops.console.ExitCode;
import keops.formula.OperatorTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The formula language on one page. */
@Command(
        name = "operators",
        description = "Lists the operators of formulas: syntax, dimensions and meaning.")
final class OperatorsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(OperatorTable.text());
        return ExitCode.OK;
    }
}
