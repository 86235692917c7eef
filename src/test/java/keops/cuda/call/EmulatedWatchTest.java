package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keops.Compare;
import keops.Genred;
import keops.cuda.Cuda;
import keops.cuda.driver.Devices;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.EmulatedMachine;
import keops.cuda.emulator.FakeDevice;
import keops.cuda.emulator.FakeDriver;
import keops.error.CancelledException;
import keops.error.CancelledException.Reason;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts, deadlines and progress of calls on GPUs, on the emulator. */
@Emulated
class EmulatedWatchTest {
    private static final int NOT_READY = 600;
    private static final Genred PRODUCT = Genred.of(
                    "Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
            .axis(1).backend(Backend.GPU).build();

    private final FakeDriver driver = EmulatedMachine.driver();

    private static Tensor[] arguments(int rows, int columns) {
        return new Tensor[] {
            Tensor.vector(DType.FLOAT32, 0.75), EmulatedReductionsTest.random(DType.FLOAT32, rows, 3),
            EmulatedReductionsTest.random(DType.FLOAT32, columns, 3),
            EmulatedReductionsTest.random(DType.FLOAT32, columns, 2)
        };
    }

    private static void assertRight(Genred genred, Tensor... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            double[] expected = genred.backend(Backend.REFERENCE).call(arena, arguments).toDoubleArray();
            Tensor actual = genred.call(arena, arguments);
            Compare.arrays(expected, actual.toHost(arena).toDoubleArray(), 3e-6, "product");
        }
    }

    private static void interrupt() {
        Thread.currentThread().interrupt();
    }

    private static void assertInterrupted(Genred genred, Tensor... arguments) {
        try {
            var e = assertThrows(CancelledException.class, () -> genred.call(Arena.ofAuto(), arguments));
            assertEquals(Reason.INTERRUPTED, e.reason());
        } finally {
            assertTrue(Thread.interrupted(), "the flag stays set");
        }
    }

    private long instructions(FakeDevice device) {
        return device.census().total();
    }

    @AfterEach
    void endAnyInterrupt() {
        Thread.interrupted();
    }

    /** What a device has in use by calls that have ended. */
    private record Use(long streams, long pinned, int allocations, long bytes) {
        static Use now(FakeDriver driver, int device) {
            for (int number = 0; number < driver.devices().size(); number++) {
                Devices.get(number).releaseIdle();
            }
            FakeDevice fake = driver.devices().get(device);
            return new Use(driver.streams(), driver.pinnedBytes(), fake.allocations(), fake.usedBytes());
        }
    }

    @Test
    void anInterruptBeforeTheCallLetsNothingRun() {
        Tensor[] arguments = arguments(30, 20);
        assertRight(PRODUCT, arguments);
        long before = driver.devices().getFirst().launches();
        interrupt();
        assertInterrupted(PRODUCT, arguments);
        assertEquals(before, driver.devices().getFirst().launches());
        assertRight(PRODUCT, arguments);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void anInterruptEndsKernelsAtTheirNextTileAndAllIsGivenBack(int number) {
        FakeDevice device = driver.devices().get(number);
        Genred there = PRODUCT.device(number);
        Tensor[] arguments = arguments(600, 600);
        long begin = instructions(device);
        assertRight(there, arguments);
        long whole = instructions(device) - begin;
        Use before = Use.now(driver, number);
        long launches = device.launches();
        driver.before("cuLaunchKernel", 0, EmulatedWatchTest::interrupt);
        begin = instructions(device);
        assertInterrupted(there, arguments);
        assertTrue(device.launches() > launches, "kernels were launched before the interrupt came");
        assertTrue(instructions(device) - begin < whole / 4,
                instructions(device) - begin + " instructions, where the whole call takes " + whole);
        assertEquals(before, Use.now(driver, number));
        assertRight(there, arguments);
    }

    @Test
    void workThatIsNotReadyIsWaitedFor() {
        Tensor[] arguments = arguments(30, 20);
        for (int wait = 0; wait < 8; wait++) {
            driver.fail("cuEventQuery", NOT_READY, wait);
            assertRight(PRODUCT, arguments);
        }
    }

    @ParameterizedTest
    @CsvSource({"Sum, 3", "ArgMin, 3", "LogSumExp, 3", "KMin, 3", "Sum, 50", "ArgMin, 50"})
    void kernelsOfAllKindsEndAtTheirNextTile(String kind, int dim) {
        Reduction reduction = kind.equals("KMin") ? Reduction.named(kind, 3) : Reduction.named(kind);
        Genred genred = Genred.of("-SqDist(X,Y)", "X = Vi(" + dim + ")", "Y = Vj(" + dim + ")").reduction(reduction)
                .axis(1).backend(Backend.GPU_1D).build();
        Tensor x = EmulatedReductionsTest.random(DType.FLOAT32, 300, dim);
        Tensor y = EmulatedReductionsTest.random(DType.FLOAT32, 600, dim);
        FakeDevice device = driver.devices().getFirst();
        genred.call(Arena.ofAuto(), x, y);
        long begin = instructions(device);
        genred.call(Arena.ofAuto(), x, y);
        long whole = instructions(device) - begin;
        driver.before("cuLaunchKernel", 0, EmulatedWatchTest::interrupt);
        begin = instructions(device);
        assertInterrupted(genred, x, y);
        assertTrue(instructions(device) - begin < whole / 2,
                instructions(device) - begin + " instructions, where the whole call takes " + whole);
    }

    @Test
    void anInterruptBetweenBlocksOfRowsEndsTheCallThere() {
        FakeDevice device = driver.devices().getFirst();
        Tensor[] arguments = arguments(20_000, 2);
        Genred there = PRODUCT.backend(Backend.GPU_1D);
        assertRight(there, arguments);
        Use before = Use.now(driver, 0);
        device.limitMemory(device.usedBytes() + (64 << 10));
        long launches = device.launches();
        assertRight(there, arguments);
        long whole = device.launches() - launches;
        Devices.get(0).releaseIdle();
        launches = device.launches();
        driver.before("cuLaunchKernel", 3, EmulatedWatchTest::interrupt);
        assertInterrupted(there, arguments);
        assertTrue(device.launches() - launches < whole, device.launches() - launches + " of " + whole + " launches");
        assertRight(there, arguments);
        device.limitMemory(1 << 28);
        assertEquals(before, Use.now(driver, 0));
    }

    @Test
    void aDeadlineEndsKernels() {
        Tensor[] arguments = arguments(300, 300);
        assertRight(PRODUCT, arguments);
        Use before = Use.now(driver, 0);
        Genred hasty = PRODUCT.deadline(Duration.ofSeconds(1));
        driver.before("cuLaunchKernel", 0, () -> sleep(1001));
        var e = assertThrows(CancelledException.class, () -> hasty.call(Arena.ofAuto(), arguments));
        assertEquals(Reason.DEADLINE, e.reason());
        assertEquals("the call did not end within 1s: its outputs are not whole", e.getMessage());
        assertEquals(before, Use.now(driver, 0));
        assertRight(PRODUCT.deadline(Duration.ofMinutes(5)), arguments);
    }

    @Test
    void kernelsThatUseTheCallersMemoryHaveEndedWhenTheCallEnds() {
        Tensor[] host = arguments(300, 300);
        assertRight(PRODUCT, host);
        try (Arena arena = Arena.ofConfined()) {
            Tensor[] there = new Tensor[host.length];
            for (int k = 0; k < host.length; k++) {
                there[k] = host[k].to(Cuda.device(0), arena);
            }
            long launches = driver.devices().getFirst().launches();
            driver.before("cuEventRecord", 0, EmulatedWatchTest::interrupt);
            assertInterrupted(PRODUCT, there);
            assertTrue(driver.devices().getFirst().launches() > launches, "what was put into the stream has run");
        }
        assertRight(PRODUCT, host);
    }

    @Test
    void anInterruptWhileSeveralDevicesWorkEndsAll() {
        Tensor[] arguments = arguments(600, 600);
        Genred all = PRODUCT.devices(0, 1, 2);
        assertRight(all, arguments);
        var before = new ArrayList<Use>();
        for (int number = 0; number < 3; number++) {
            before.add(Use.now(driver, number));
        }
        driver.before("cuLaunchKernel", 1, EmulatedWatchTest::interrupt);
        assertInterrupted(all, arguments);
        var after = new ArrayList<Use>();
        for (int number = 0; number < 3; number++) {
            after.add(Use.now(driver, number));
        }
        assertEquals(before, after);
        assertRight(all, arguments);
    }

    @Test
    void progressGoesFromNothingToAllBlockByBlock() {
        FakeDevice device = driver.devices().getFirst();
        Tensor[] arguments = arguments(20_000, 2);
        Genred there = PRODUCT.backend(Backend.GPU_1D);
        Devices.get(0).releaseIdle();
        device.limitMemory(device.usedBytes() + (64 << 10));
        var seen = new ArrayList<Progress>();
        slowDown(4);
        there.progress(seen::add).call(Arena.ofAuto(), arguments);
        assertEquals(0, seen.getFirst().fraction());
        assertEquals(1, seen.getLast().fraction());
        assertEquals(20_000, seen.getLast().rowsDone());
        assertEquals(40_000, seen.getLast().pairsDone());
        List<Long> pairs = seen.stream().map(Progress::pairsDone).toList();
        assertEquals(pairs.stream().sorted().toList(), pairs);
        assertTrue(pairs.stream().anyMatch(done -> done > 0 && done < 40_000), pairs::toString);
    }

    /** The context of the other device is current when the listener has called it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void callsOnAnotherDeviceInAListenerLeaveTheCallThatItIsToldOfAlone(int number) {
        FakeDevice device = driver.devices().get(number);
        Genred there = PRODUCT.backend(Backend.GPU_1D).device(number);
        Genred elsewhere = PRODUCT.device(1 - number);
        Tensor[] arguments = arguments(20_000, 2);
        Tensor[] others = arguments(30, 20);
        double[] expected = there.call(Arena.ofAuto(), arguments).toDoubleArray();
        double[] ofOthers = elsewhere.call(Arena.ofAuto(), others).toDoubleArray();
        Devices.get(number).releaseIdle();
        device.limitMemory(device.usedBytes() + (64 << 10));
        var inside = new ArrayList<double[]>();
        slowDown(4);
        double[] actual = there.progress(_ -> inside.add(elsewhere.call(Arena.ofAuto(), others).toDoubleArray()))
                .call(Arena.ofAuto(), arguments).toDoubleArray();
        device.limitMemory(1 << 28);
        assertArrayEquals(expected, actual);
        assertTrue(inside.size() > 2, "the listener is told between blocks of rows");
        inside.forEach(results -> assertArrayEquals(ofOthers, results));
    }

    /** Makes some launches so slow that listeners, who are told five times a second at most, are told of each. */
    private void slowDown(int launches) {
        driver.before("cuLaunchKernel", 0, () -> {
            sleep(210);
            if (launches > 1) {
                slowDown(launches - 1);
            }
        });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
