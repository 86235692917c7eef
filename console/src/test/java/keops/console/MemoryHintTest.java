package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemoryHintTest {
    private static final long GIB = 1L << 30;

    private static String hint(long wanted, long taken) {
        return MemoryHint.text("Cannot reserve " + wanted + " bytes of direct buffer memory (allocated: " + taken
                + ", limit: " + 4 * GIB + ")", 16 * GIB);
    }

    @Test
    void whatTheMachineHasIsAllowedByAnOptionThatFits() {
        assertEquals("not enough memory: 5.0 GiB more are needed beside 1.5 GiB that are taken;"
                + " JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize=8g would allow that", hint(5 * GIB, 3 * GIB / 2));
    }

    @Test
    void beyondTheMachineNoOptionHelps() {
        assertEquals(
                "not enough memory: 11,175,870.9 GiB more are needed beside 0.0 GiB that are taken, and this machine "
                        + "has 16.0 GiB: take fewer rows, or a smaller element type", hint(12_000_000_000_000_000L, 0));
    }

    @Test
    void theHeapHasAnotherOption() {
        assertEquals("not enough memory: JDK_JAVA_OPTIONS=-Xmx12g would allow more",
                MemoryHint.text("Java heap space", 16 * GIB));
        assertEquals("not enough memory: JDK_JAVA_OPTIONS=-Xmx12g would allow more", MemoryHint.text(null, 16 * GIB));
    }
}
