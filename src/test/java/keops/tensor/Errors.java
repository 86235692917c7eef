package keops.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import keops.error.FormulaException;
import org.junit.jupiter.api.function.Executable;

/** Assertions on the exact words of an error. */
final class Errors {
    private Errors() {}

    static void assertFormulaError(String message, Executable action) {
        assertEquals(message, assertThrows(FormulaException.class, action).getMessage());
    }

    static void assertIndexError(String message, Executable action) {
        assertEquals(message, assertThrows(IndexOutOfBoundsException.class, action).getMessage());
    }

    static void assertNullError(String message, Executable action) {
        assertEquals(message, assertThrows(NullPointerException.class, action).getMessage());
    }
}
