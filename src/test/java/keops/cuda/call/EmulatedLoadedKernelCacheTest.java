package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import keops.cuda.Cuda;
import keops.cuda.driver.Devices;
import keops.cuda.driver.GpuDevice;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.EmulatedMachine;
import keops.cuda.emulator.FakeDriver;
import org.junit.jupiter.api.Test;

/** Loaded kernels, on the emulator. */
@Emulated
class EmulatedLoadedKernelCacheTest {
    private static final int MOST_COLLECTIONS = 100;

    private final FakeDriver driver = EmulatedMachine.driver();

    @Test
    void kernelsThatOthersTookThePlaceOfAreUnloaded() throws InterruptedException {
        Cuda.ensureAvailable();
        settle();
        var cache = new LoadedKernelCache(1);
        GpuDevice first = Devices.get(0);
        WeakReference<LoadedKernels> evicted = new WeakReference<>(cache.get(FakeCompiler.source(), first));
        long modules = driver.modules();
        LoadedKernels kept = cache.get(FakeCompiler.source(), Devices.get(2));
        for (int k = 0; k < MOST_COLLECTIONS && driver.modules() > modules; k++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(driver.modules() <= modules, "the module is still loaded");
        assertTrue(evicted.get() == null, "the kernels are still held");
        assertSame(kept, cache.get(FakeCompiler.source(), Devices.get(2)));
        assertNotSame(kept, cache.get(FakeCompiler.source(), first));
    }

    /** Lets the modules go that other tests have no more use for. */
    private void settle() throws InterruptedException {
        long before = Long.MAX_VALUE;
        for (int k = 0; k < MOST_COLLECTIONS && driver.modules() < before; k++) {
            before = driver.modules();
            System.gc();
            Thread.sleep(100);
        }
    }
}
