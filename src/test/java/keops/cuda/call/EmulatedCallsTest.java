package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import keops.Compare;
import keops.Genred;
import keops.cuda.Cuda;
import keops.cuda.driver.Devices;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.EmulatedMachine;
import keops.cuda.emulator.FakeDevice;
import keops.cuda.emulator.FakeDriver;
import keops.error.DeviceException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How calls behave on GPUs, on the emulator: where data are, many threads, memory, and errors. */
@Emulated
class EmulatedCallsTest {
    private static final Genred PRODUCT = Genred.of(
                    "Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
            .axis(1).backend(Backend.GPU).build();
    private static final Tensor G = Tensor.vector(DType.FLOAT32, 0.75);

    private final FakeDriver driver = EmulatedMachine.driver();
    private final FakeDevice first = driver.devices().getFirst();

    private static Tensor[] arguments(int rows, int columns) {
        return new Tensor[] {
            G, EmulatedReductionsTest.random(DType.FLOAT32, rows, 3),
                    EmulatedReductionsTest.random(DType.FLOAT32, columns, 3),
            EmulatedReductionsTest.random(DType.FLOAT32, columns, 2)
        };
    }

    private static double[] expected(Tensor[] arguments) {
        return PRODUCT.backend(Backend.REFERENCE).call(Arena.ofAuto(), arguments).toDoubleArray();
    }

    private static void assertRight(Genred genred, Tensor... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            Compare.arrays(expected(arguments), genred.call(arena, arguments).toDoubleArray(), 3e-6, "product");
        }
    }

    @Test
    void dataOnADeviceStayThere() {
        Device device = Cuda.device(0);
        Tensor[] host = arguments(100, 60);
        try (Arena arena = Arena.ofConfined()) {
            Tensor[] there = new Tensor[4];
            for (int k = 0; k < 4; k++) {
                there[k] = host[k].to(device, arena);
            }
            Genred other = Genred.of("Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
                    .axis(1).build();
            for (Genred genred : List.of(PRODUCT, PRODUCT.backend(Backend.GPU_2D), other)) {
                Tensor result = genred.call(arena, there);
                assertEquals(device, result.device().orElseThrow());
                Compare.arrays(expected(host), result.toHost(arena).toDoubleArray(), 3e-6, "on the device");
                // Some here and some there, and into the memory of the host or of the device.
                there[2] = host[2];
                Compare.arrays(expected(host), genred.call(arena, there).toHost(arena).toDoubleArray(), 3e-6, "mixed");
                Tensor output = Tensor.allocate(arena, DType.FLOAT32, 100, 2);
                genred.callInto(output, there);
                Compare.arrays(expected(host), output.toDoubleArray(), 3e-6, "into the host");
                Tensor outputThere = Tensor.allocate(device, arena, DType.FLOAT32, 100, 2);
                genred.callInto(outputThere, host);
                Compare.arrays(expected(host), outputThere.toHost(arena).toDoubleArray(), 3e-6, "into the device");
                there[2] = host[2].to(device, arena);
            }
            assertEquals("argument 0: its memory is on GPU 0 (Emulated GPU), out of reach of the CPU:"
                            + " copy it with toHost first",
                    assertThrows(FormulaException.class, () -> PRODUCT.backend(Backend.CPU).callInto(
                            Tensor.allocate(arena, DType.FLOAT32, 100, 2), there)).getMessage());
            assertTrue(assertThrows(FormulaException.class, () -> PRODUCT.device(1).call(arena, there)).getMessage()
                    .contains("is on GPU 0 (Emulated GPU), but this reduction runs on GPU 1"));
        }
    }

    @Test
    void smallWorkOnTheHostStaysOnTheCpu() {
        long before = first.launches();
        assertRight(PRODUCT.backend(Backend.AUTO), arguments(20, 30));
        assertEquals(before, first.launches());
    }

    @Test
    void otherDevicesDoTheSame() {
        // The second refuses machine code, so that it gets PTX; it has no memory pools.
        for (int number = 0; number < 3; number++) {
            long before = driver.devices().get(number).launches();
            assertRight(PRODUCT.device(number), arguments(70, 90));
            assertTrue(driver.devices().get(number).launches() > before);
        }
    }

    @Test
    void rowsAreSplitOverDevices() {
        Genred product = PRODUCT.devices(0, 1, 2);
        for (int rows : new int[] {0, 1, 2, 130}) {
            Tensor[] arguments = arguments(rows, 40);
            assertRight(product, arguments);
            Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, rows, 2);
            try (Arena arena = Arena.ofConfined()) {
                List<Tensor> expected = PRODUCT.backend(Backend.REFERENCE).gradient("G", "Y").call(arena, e, arguments);
                List<Tensor> actual = product.gradient("G", "Y").call(arena, e, arguments);
                for (int k = 0; k < 2; k++) {
                    Compare.arrays(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(), 1e-5,
                            "gradient " + k);
                }
            }
        }
        driver.devices().forEach(device -> assertTrue(device.launches() > 0));
        Tensor[] there = arguments(4, 4);
        there[1] = there[1].to(Cuda.device(0));
        assertEquals("the tensor float32 (4, 3) is on GPU 0 (Emulated GPU): what is split over several devices has to"
                        + " be on the host",
                assertThrows(FormulaException.class,
                        () -> product.callInto(Tensor.of(new float[8], 4, 2), there)).getMessage());
        assertThrows(FormulaException.class, () -> PRODUCT.devices());
        assertThrows(FormulaException.class, () -> PRODUCT.devices(0, -1));
        assertThrows(keops.error.BackendException.class,
                () -> PRODUCT.devices(0, 7).call(Arena.ofAuto(), arguments(1, 1)));
    }

    @Test
    void theOtherAxisAndAnotherByteOrder() {
        Genred other = Genred.of("Exp(-SqDist(X,Y)) * B", "X = Vi(3)", "Y = Vj(3)", "B = Vi(2)").axis(0).build();
        Tensor x = EmulatedReductionsTest.random(DType.FLOAT64, 50, 3);
        Tensor y = EmulatedReductionsTest.random(DType.FLOAT64, 70, 3);
        Tensor b = EmulatedReductionsTest.random(DType.FLOAT64, 50, 2);
        try (Arena arena = Arena.ofConfined()) {
            Tensor turned = Tensor.of(arena.allocate(y.byteSize(), 8), DType.FLOAT64, ByteOrder.BIG_ENDIAN, 70, 3)
                    .copyFrom(y);
            double[] expected = other.backend(Backend.REFERENCE).call(arena, x, y, b).toDoubleArray();
            for (Backend backend : List.of(Backend.GPU_1D, Backend.GPU_2D)) {
                Compare.arrays(expected, other.backend(backend).call(arena, x, turned, b).toDoubleArray(), 1e-13,
                        backend.name());
            }
        }
    }

    @Test
    void gradientsByParametersAreSumsOverAllRows() {
        Tensor[] arguments = arguments(150, 40);
        Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, 150, 2);
        try (Arena arena = Arena.ofConfined()) {
            List<Tensor> expected = PRODUCT.backend(Backend.REFERENCE).gradient("G", "X", "Y", "B")
                    .call(arena, e, arguments);
            for (Backend backend : List.of(Backend.GPU_1D, Backend.GPU_2D)) {
                List<Tensor> gradients = PRODUCT.backend(backend).gradient("G", "X", "Y", "B")
                        .call(arena, e, arguments);
                for (int k = 0; k < 4; k++) {
                    Compare.arrays(expected.get(k).toDoubleArray(), gradients.get(k).toDoubleArray(), 1e-5,
                            backend + ", gradient " + k);
                }
            }
        }
    }

    @Test
    void gradientsOfDataOnADeviceStayThere() {
        Device device = Cuda.device(0);
        Tensor[] host = arguments(150, 40);
        Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, 150, 2);
        try (Arena arena = Arena.ofConfined()) {
            List<Tensor> expected = PRODUCT.backend(Backend.REFERENCE).gradient("G", "X", "Y", "B")
                    .call(arena, e, host);
            Tensor[] there = Stream.of(host).map(tensor -> tensor.to(device, arena)).toArray(Tensor[]::new);
            List<Tensor> gradients = PRODUCT.gradient("G", "X", "Y", "B").call(arena, e.to(device, arena), there);
            for (int k = 0; k < 4; k++) {
                assertEquals(device, gradients.get(k).device().orElseThrow());
                Compare.arrays(expected.get(k).toDoubleArray(), gradients.get(k).toHost(arena).toDoubleArray(), 1e-5,
                        "gradient " + k);
            }
        }
    }

    @Test
    void eightThreadsAtOnce() throws Exception {
        assertRight(PRODUCT, arguments(1, 1)); // skips the test where there is no code for the kernel
        try (var pool = Executors.newFixedThreadPool(8)) {
            var results = new ArrayList<Future<?>>();
            for (int t = 0; t < 8; t++) {
                int rows = 40 + t;
                results.add(pool.submit(() -> {
                    for (int k = 0; k < 5; k++) {
                        assertRight(PRODUCT.device(k % 3), arguments(rows, 50 + k));
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
    }

    @Test
    void aThousandCallsTakeNoMoreMemory() {
        Tensor[] arguments = arguments(3, 5);
        try (Arena arena = Arena.ofConfined()) {
            Tensor output = Tensor.allocate(arena, DType.FLOAT32, 3, 2);
            PRODUCT.callInto(output, arguments);
            int allocations = first.allocations();
            long bytes = first.usedBytes();
            long pinned = driver.pinnedBytes();
            long streams = driver.streams();
            long modules = driver.modules();
            for (int k = 0; k < 1000; k++) {
                PRODUCT.callInto(output, arguments);
            }
            assertEquals(allocations, first.allocations());
            assertEquals(bytes, first.usedBytes());
            assertEquals(pinned, driver.pinnedBytes());
            assertEquals(streams, driver.streams());
            assertTrue(driver.modules() <= modules);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, cuMemAllocAsync", "1, cuMemAlloc"})
    void whatDoesNotFitAtOnceGoesByBlocksOfRows(int number, String call) {
        FakeDevice device = driver.devices().get(number);
        Tensor[] arguments = arguments(20_000, 2);
        Genred there = PRODUCT.device(number).backend(Backend.GPU_1D);
        long before = device.launches();
        Devices.get(number).releaseIdle();
        device.limitMemory(device.usedBytes() + (64 << 10));
        assertRight(there, arguments);
        assertTrue(device.launches() - before > 1, "more launches than the one that it takes at once");
        Tensor[] longer = arguments(3, 200_000);
        DeviceException e = assertThrows(DeviceException.class, () -> there.call(Arena.ofAuto(), longer));
        assertEquals("CUDA_ERROR_OUT_OF_MEMORY", e.name());
        assertEquals(call, e.call());
        device.limitMemory(1 << 28);
        assertRight(there, arguments);
    }

    @Test
    void totalsOfBlocksOfRowsAreAddedToo() {
        Tensor[] arguments = arguments(20_000, 1);
        Tensor e = EmulatedReductionsTest.random(DType.FLOAT32, 20_000, 2);
        FakeDevice device = driver.devices().get(1);
        try (Arena arena = Arena.ofConfined()) {
            double[] expected = PRODUCT.backend(Backend.REFERENCE).gradient("G").call(arena, e, arguments).getFirst()
                    .toDoubleArray();
            Devices.get(1).releaseIdle();
            device.limitMemory(device.usedBytes() + (64 << 10));
            long before = device.launches();
            double[] actual = PRODUCT.device(1).gradient("G").call(arena, e, arguments).getFirst().toDoubleArray();
            Compare.arrays(expected, actual, 1e-5, "gradient by a parameter");
            assertTrue(device.launches() - before > 2, "more than one block, and the totals");
        }
    }

    @ParameterizedTest
    @CsvSource({"cuMemcpyHtoDAsync_v2, 0", "cuMemcpyHtoDAsync_v2, 2", "cuLaunchKernel, 0", "cuMemcpyDtoHAsync_v2, 0",
        "cuEventRecord, 1", "cuEventQuery, 0", "cuEventQuery, 3", "cuCtxSetCurrent, 0"})
    void anyCallMayFailOnceAndTheNextOneIsWell(String symbol, int after) {
        Tensor[] arguments = arguments(30, 20);
        assertRight(PRODUCT, arguments);
        long streams = driver.streams();
        long pinned = driver.pinnedBytes();
        int allocations = first.allocations();
        driver.fail(symbol, 999, after);
        DeviceException e = assertThrows(DeviceException.class, () -> PRODUCT.call(Arena.ofAuto(), arguments));
        assertTrue(e.getMessage().startsWith("CUDA_ERROR_UNKNOWN (999): "), e.getMessage());
        assertTrue(e.getMessage().contains(", in " + symbol.replace("_v2", "")), e.getMessage());
        assertFalse(e.isContextLost());
        assertRight(PRODUCT, arguments);
        assertTrue(driver.streams() <= streams, "streams");
        assertTrue(driver.pinnedBytes() <= pinned, "pinned bytes");
        assertTrue(first.allocations() <= allocations, "allocations");
    }

    @Test
    void anErrorOfAKernelSaysThatTheContextIsLost() {
        Tensor[] arguments = arguments(30, 20);
        assertRight(PRODUCT, arguments);
        driver.fail("cuEventQuery", 700, 3);
        DeviceException e = assertThrows(DeviceException.class, () -> PRODUCT.call(Arena.ofAuto(), arguments));
        assertTrue(e.isContextLost());
        assertTrue(e.getMessage()
                .endsWith("The context of the device is lost: start the process again to use the device"),
                e.getMessage());
    }

    @Test
    void ptxThatIsTooNewForTheDriverIsTriedUnderAnOlderVersion() {
        Genred other = Genred.of("Exp(-SqDist(X,Y)) * B + 1", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)").axis(1).build();
        Tensor[] all = arguments(9, 8);
        driver.fail("cuModuleLoadDataEx", 222, 0);
        try (Arena arena = Arena.ofConfined()) {
            Compare.arrays(other.backend(Backend.REFERENCE).call(arena, all[1], all[2], all[3]).toDoubleArray(),
                    other.backend(Backend.GPU).call(arena, all[1], all[2], all[3]).toDoubleArray(), 3e-6,
                    "under an older version");
        }
    }

    @Test
    void whatTheDriversCompilerSaysIsInTheMessage() {
        byte[] noPtx = ".version 7.4\n.target sm_75\n.visible .entry k() { strange.s32; }\0".getBytes(
                java.nio.charset.StandardCharsets.UTF_8);
        DeviceException e = assertThrows(DeviceException.class, () -> Devices.get(0).load(noPtx));
        assertEquals(218, e.code());
        assertTrue(e.getMessage().contains("does not know the instruction 'strange.s32'"), e.getMessage());
        assertEquals(1, driver.takeFaults().size());
    }

    @Test
    void theSameCallGivesTheSameBits() {
        Tensor[] arguments = arguments(200, 700);
        try (Arena arena = Arena.ofConfined()) {
            double[] once = PRODUCT.backend(Backend.GPU_2D).call(arena, arguments).toDoubleArray();
            assertArrayEquals(once, PRODUCT.backend(Backend.GPU_2D).call(arena, arguments).toDoubleArray());
        }
    }
}
