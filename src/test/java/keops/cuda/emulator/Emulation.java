package keops.cuda.emulator;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts the fake driver in place, begins each test with a machine that is well, and tells its faults. */
final class Emulation implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
    /** Before the fields of the class may ask whether there is a GPU. */
    @Override
    public void beforeAll(ExtensionContext context) {
        EmulatedMachine.driver();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        EmulatedMachine.driver().reset();
        Snapshots.install();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Throwable> faults = EmulatedMachine.driver().takeFaults();
        EmulatedMachine.driver().reset();
        if (!faults.isEmpty()) {
            fail("the emulator has found faults: " + faults, faults.getFirst());
        }
    }
}
