package keops.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What kernels may take of the vector registers. */
class RegisterBudgetTest {
    @Test
    void theBudgetOfThirtyTwoRegistersIsTheMeasuredOne() {
        assertEquals(new RegisterBudget(18, 24, 26, 28), RegisterBudget.of(512));
    }

    @Test
    void foldsHaveTheBudgetOfTheRegistersThatThereAre() {
        for (int bits : new int[] {128, 256, 512}) {
            assertTrue(RegisterBudget.of(bits).fold() < RegisterBudget.registers(bits), bits + " bits");
        }
        assertEquals(13, RegisterBudget.of(256).fold());
    }
}
