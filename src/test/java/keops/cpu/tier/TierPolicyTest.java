package keops.cpu.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import keops.error.BackendException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The forms that a pass may run in. */
class TierPolicyTest {
    private static final String PROPERTY = "keops.cpu.tier";
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
    void policiesAreNamedInLowerCase() {
        for (TierPolicy policy : TierPolicy.values()) {
            System.setProperty(PROPERTY, policy.name().toLowerCase(Locale.ROOT));
            assertEquals(policy, TierPolicy.current());
        }
        System.clearProperty(PROPERTY);
        assertEquals(TierPolicy.AUTO, TierPolicy.current());
    }

    @Test
    void otherNamesAreRefused() {
        System.setProperty(PROPERTY, "fast");
        assertEquals("keops.cpu.tier must be one of auto, steps, rows, kernels, mixed, but is fast",
                assertThrows(BackendException.class, TierPolicy::current).getMessage());
    }
}
