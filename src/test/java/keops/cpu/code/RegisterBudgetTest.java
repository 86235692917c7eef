package keops.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What kernels may take of the vector registers. */
class RegisterBudgetTest {
    @Test
    void theBudgetOfThirtyTwoRegistersIsTheMeasuredOne() {
        assertEquals(new RegisterBudget(18, 24, 26, 28), RegisterBudget.ofRegisters(32));
        assertEquals(RegisterBudget.ofRegisters(32), RegisterBudget.of(512));
    }

    @Test
    void narrowVectorsHaveThirtyTwoRegistersOnArm() {
        assertEquals(32, RegisterBudget.registers(128, "aarch64"));
        assertEquals(16, RegisterBudget.registers(128, "amd64"));
        assertEquals(16, RegisterBudget.registers(256, "amd64"));
        assertEquals(32, RegisterBudget.registers(512, "amd64"));
    }

    @Test
    void foldsLeaveSomeRegistersToTheirTerms() {
        for (int registers : new int[] {16, 32}) {
            int fold = RegisterBudget.ofRegisters(registers).fold();
            assertTrue(fold < registers && fold > registers / 2, registers + " registers");
        }
    }
}
