package keops.bindings;

import org.junit.jupiter.api.Assumptions;

/** Skips a test and says so on standard output, because a build log does not show why a test was skipped. */
final class Skip {
    private Skip() {}

    static void unless(boolean condition, String reason) {
        if (!condition) {
            System.out.println("skipped: " + reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }
}
