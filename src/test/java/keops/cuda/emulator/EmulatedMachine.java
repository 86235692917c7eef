package keops.cuda.emulator;

import java.util.List;
import keops.bindings.NativeLibraries;

/**
 * The devices of this JVM where the driver is the fake one: one with memory pools of an architecture that no compiler
 * knows, so that it gets PTX; one without pools, of an architecture that compilers make machine code for, which it
 * refuses; and one with very few multiprocessors.
 */
public final class EmulatedMachine {
    private static final FakeDriver DRIVER = new FakeDriver(List.of(
            new FakeDevice.Properties("Emulated GPU", 9, 9, 4, 512L << 20, true),
            new FakeDevice.Properties("Emulated GPU without pools", 7, 5, 4, 512L << 20, false),
            new FakeDevice.Properties("Emulated small GPU", 9, 9, 1, 512L << 20, true)));
    private static boolean isInstalled;

    private EmulatedMachine() {}

    /** The driver, which takes the place of the real one at the first call. */
    public static synchronized FakeDriver driver() {
        if (!isInstalled) {
            NativeLibraries.cudaLibrary().supply(DRIVER, "the emulator");
            isInstalled = true;
        }
        return DRIVER;
    }
}
