package keops.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import keops.error.BackendException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The width of vectors. */
class LanesTest {
    private static final String PROPERTY = "keops.cpu.vectorBits";
    private final String usual = System.getProperty(PROPERTY);

    @AfterEach
    void reset() {
        if (usual == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, usual);
        }
    }

    @Test
    void aWidthThatIsAskedForIsTaken() {
        for (int bits : new int[] {128, 256, 512}) {
            System.setProperty(PROPERTY, Integer.toString(bits));
            assertEquals(bits, Lanes.bits());
        }
    }

    @Test
    void otherWidthsAreRefused() {
        System.setProperty(PROPERTY, "384");
        String message = assertThrows(BackendException.class, Lanes::bits).getMessage();
        assertEquals("keops.cpu.vectorBits must be 128, 256 or 512, but is 384", message);
    }

    @Test
    void withoutAWishTheMachineDecides() {
        System.clearProperty(PROPERTY);
        assertEquals(Lanes.preferredBits(), Lanes.bits());
        assertEquals(Optional.empty(), Lanes.unavailabilityCause());
    }
}
