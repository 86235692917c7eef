package keops.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.EmulatedMachine;
import keops.cuda.emulator.FakeDevice;
import keops.error.BackendException;
import keops.error.DeviceException;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices and their memory, on the emulator: the first has memory pools, the second has none. */
@Emulated
class EmulatedDevicesTest {
    private static FakeDevice fake(int number) {
        return EmulatedMachine.driver().devices().get(number);
    }

    @Test
    void devicesSayWhatTheyAre() {
        assertTrue(Cuda.isAvailable());
        assertEquals(3, Cuda.devices().size());
        assertEquals(List.of(99, 75), Cuda.architectures());
        Device first = Cuda.device(0);
        assertEquals("GPU 0 (Emulated GPU)", first.toString());
        assertEquals(512L << 20, first.memoryBytes());
        assertTrue(first.freeBytes() <= first.memoryBytes() && first.freeBytes() > 0);
        assertEquals(first, Cuda.devices().getFirst());
        assertEquals("there is no GPU 3: this process may use the GPUs 0 to 2",
                assertThrows(BackendException.class, () -> Cuda.device(3)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void tensorsGoThereAndBack(int number) {
        Device device = Cuda.device(number);
        int before = fake(number).allocations();
        try (Arena arena = Arena.ofConfined()) {
            for (int rows : new int[] {0, 1, 7, 200_000}) {
                double[] values = new double[2 * rows];
                for (int k = 0; k < values.length; k++) {
                    values[k] = k * 0.5;
                }
                Tensor host = Tensor.of(values, rows, 2);
                Tensor there = host.to(device, arena);
                assertEquals(Optional.of(device), there.device());
                assertEquals(host.byteSize(), there.byteSize());
                assertArrayEquals(values, there.toHost(arena).toDoubleArray());
                if (rows == 7) {
                    assertArrayEquals(new double[] {2, 2.5, 3, 3.5}, there.rows(2, 4).toHost(arena).toDoubleArray());
                    assertArrayEquals(values, there.reshape(14).to(Cuda.device(2)).toHost(arena).toDoubleArray());
                    assertTrue(there.overlaps(there.rows(1, 2)));
                    assertFalse(there.rows(0, 2).overlaps(there.rows(2, 4)));
                    assertFalse(there.overlaps(host));
                }
            }
            assertTrue(fake(number).allocations() > before);
        }
        try (Arena arena = Arena.ofConfined()) {
            // What was given back is taken again: there is no more memory than after the first round.
            Tensor.of(new float[14], 7, 2).to(device, arena);
        }
    }

    @Test
    void memoryIsGivenBackWithItsArena() {
        Device device = Cuda.device(0);
        Tensor tensor;
        try (Arena arena = Arena.ofShared()) {
            tensor = Tensor.of(new float[1000]).to(device, arena);
            assertTrue(fake(0).usedBytes() >= 4000);
        }
        assertEquals("the source float32 (1000): its memory has been freed (the arena of its segment is closed)",
                assertThrows(FormulaException.class, () -> tensor.toHost(Arena.ofAuto())).getMessage());
        try (Arena arena = Arena.ofConfined()) {
            long used = fake(0).usedBytes();
            for (int k = 0; k < 100; k++) {
                try (Arena shortLived = Arena.ofConfined()) {
                    Tensor.of(new float[1000]).to(device, shortLived).toHost(arena);
                }
            }
            assertTrue(fake(0).usedBytes() <= used + 4096, "nothing is lost");
        }
    }

    @Test
    void anotherByteOrderIsTurned() {
        MemorySegment segment = MemorySegment.ofArray(new byte[16]);
        segment.set(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0, 5);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment aligned = arena.allocate(16, 8).copyFrom(segment);
            Tensor big = Tensor.of(aligned, DType.INT64, ByteOrder.BIG_ENDIAN, 2);
            Tensor there = big.to(Cuda.device(0), arena);
            assertArrayEquals(new long[] {5, 0}, there.toHost(arena).toLongArray());
            big.setLong(9, 1);
            assertArrayEquals(new long[] {5, 0}, big.copyFrom(there).toLongArray());
            assertEquals(5, big.getLong(0));
        }
    }

    @Test
    void theHostCannotReachMemoryOfADevice() {
        Tensor there = Tensor.of(new float[4], 2, 2).to(Cuda.device(0));
        String expected =
                "the tensor float32 (2, 2): its memory is on GPU 0 (Emulated GPU), out of reach of the CPU: copy it "
                        + "with toHost first";
        assertEquals(expected, assertThrows(FormulaException.class, () -> there.getDouble(0, 0)).getMessage());
        assertEquals(expected, assertThrows(FormulaException.class, () -> there.setDouble(1, 0, 0)).getMessage());
        assertEquals(expected, assertThrows(FormulaException.class, there::toFloatArray).getMessage());
        assertEquals(expected, assertThrows(FormulaException.class, there::toMatrix).getMessage());
        assertEquals(0, there.segment().byteSize());
        assertThrows(IndexOutOfBoundsException.class, () -> there.segment().get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void moreThanThereIsIsRefusedWithTheDriversAnswer() {
        DeviceException e = assertThrows(DeviceException.class,
                () -> Tensor.allocate(Cuda.device(0), Arena.ofAuto(), DType.FLOAT64, 1L << 28));
        assertEquals("CUDA_ERROR_OUT_OF_MEMORY", e.name());
        assertEquals(2, e.code());
        assertEquals("cuMemAllocAsync", e.call());
        assertFalse(e.isContextLost());
        assertEquals(
                "CUDA_ERROR_OUT_OF_MEMORY (2): CUDA_ERROR_OUT_OF_MEMORY as the emulator says it, in cuMemAllocAsync",
                e.getMessage());
    }
}
