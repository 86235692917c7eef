package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.console.ExitCode;
import keops.formula.Operator;
import keops.formula.Operators;
import org.junit.jupiter.api.Test;

class OperatorsCommandTest {
    @Test
    void everyOperatorIsListed() {
        Cli run = Cli.run("operators");
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        for (Operator operator : Operators.table()) {
            assertTrue(run.out().contains("\n  " + operator.usage()), operator.usage());
        }
        assertTrue(run.out().contains("SqDist(f,g)                   each D or 1 -> 1        |f - g|^2\n"), run.out());
    }
}
