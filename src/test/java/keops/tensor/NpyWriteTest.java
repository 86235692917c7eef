package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertNullError;
import static keops.tensor.NpyBytes.dictionary;
import static keops.tensor.NpyBytes.header;
import static keops.tensor.NpyBytes.padded;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriteTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final List<DType> TYPES = List.of(DType.FLOAT16, DType.FLOAT32, DType.FLOAT64, DType.INT32,
            DType.INT64);

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        assertArrayEquals(
                NpyBytes.join(
                        header(1, 0, padded(1, dictionary("<f4", "(2, 3)"))),
                        NpyBytes.floats(LITTLE, 1, 2, 3, 4, 5, 6)),
                Files.readAllBytes(file));
        Npy.write(file, Tensor.of(new long[] {-1, 2}));
        assertArrayEquals(
                NpyBytes.join(header(1, 0, padded(1, dictionary("<i8", "(2,)"))), NpyBytes.longs(LITTLE, -1, 2)),
                Files.readAllBytes(file));
        Npy.write(file, Tensor.of(new double[] {0.1}).reshape());
        assertArrayEquals(
                NpyBytes.join(header(1, 0, padded(1, dictionary("<f8", "()"))), NpyBytes.doubles(LITTLE, 0.1)),
                Files.readAllBytes(file));
        Npy.write(file, Tensor.vector(DType.FLOAT16, 1, -2));
        assertArrayEquals(
                NpyBytes.join(header(1, 0, padded(1, dictionary("<f2", "(2,)"))), new byte[] {0, 0x3c, 0, (byte) 0xc0}),
                Files.readAllBytes(file));
        assertEquals(List.of("x.npy"), names());
    }

    @Test
    void refusesATypeThatTheFormatDoesNotHave() throws IOException {
        assertFormulaError(
                "the .npy format has no bfloat16: convert the tensor bfloat16 (2) to float32 first, which loses"
                + " nothing", () -> Npy.write(folder.resolve("x.npy"), Tensor.vector(DType.BFLOAT16, 1, 2)));
        assertEquals(List.of(), names());
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        Random random = new Random(4);
        try (Arena arena = Arena.ofConfined()) {
            for (int n = 0; n < 60; n++) {
                long[] shape = random.longs(random.nextInt(5), 0, 6).toArray();
                DType dtype = TYPES.get(random.nextInt(TYPES.size()));
                ByteOrder order = random.nextBoolean() ? LITTLE : ByteOrder.BIG_ENDIAN;
                MemorySegment memory = Tensor.allocate(arena, dtype, shape).segment();
                Tensor x = Tensor.of(memory, dtype, order, shape);
                for (long element = 0; element < x.count(); element++) {
                    if (!dtype.isFloating()) {
                        x.setLongAt(element, random.nextInt());
                    } else {
                        x.setDoubleAt(element, random.nextGaussian());
                    }
                }
                Path file = folder.resolve("x.npy");
                Npy.write(file, x);
                Tensor y = Npy.map(file, arena);
                assertEquals(x.description(), y.description());
                assertEquals(LITTLE, y.order());
                assertArrayEquals(x.toDoubleArray(), y.toDoubleArray());
                assertEquals(0, (Files.size(file) - x.byteSize()) % 64);
            }
        }
    }

    @Test
    void writesTensorsOfSeveralChunks() throws IOException {
        int count = (10 << 20) / 4 + 3;
        float[] data = new float[count];
        for (int i = 0; i < count; i++) {
            data[i] = i;
        }
        MemorySegment memory = MemorySegment.ofArray(new float[count]);
        Tensor big = Tensor.of(memory, DType.FLOAT32, ByteOrder.BIG_ENDIAN, count).copyFrom(Tensor.of(data));
        Path file = folder.resolve("x.npy");
        Npy.write(file, big);
        try (Arena arena = Arena.ofConfined()) {
            assertArrayEquals(data, Npy.map(file, arena).toFloatArray());
        }
    }

    @Test
    void writesVersion2WhereTheHeaderIsTooLongForVersion1() throws IOException {
        Path file = folder.resolve("x.npy");
        for (int rank : new int[] {21_800, 21_900, 100_000}) {
            long[] shape = new long[rank];
            Arrays.fill(shape, 1);
            Npy.write(file, Tensor.of(new float[] {7}, shape));
            assertEquals(rank == 21_800 ? 1 : 2, Files.readAllBytes(file)[6]);
            try (Arena arena = Arena.ofConfined()) {
                Tensor x = Npy.map(file, arena);
                assertArrayEquals(shape, x.shape());
                assertTrue(x.segment().isMapped());
            }
        }
    }

    @Test
    void switchesVersionsExactlyWhereTheLengthFieldIsFull() {
        // Axes of size 10 add one digit each, until the text does not fit into 65535 bytes any more.
        long[] shape = new long[21_821];
        Arrays.fill(shape, 1);
        int ones = NpyHeader.encode(DType.FLOAT32, Shape.of(shape)).length;
        int versionOne = 0;
        for (int digits = 0; digits < 80; digits++) {
            for (int axis = 0; axis < digits; axis++) {
                shape[axis] = 10;
            }
            shape[shape.length - 1] = 0;
            byte[] header = NpyHeader.encode(DType.FLOAT32, Shape.of(shape));
            assertEquals(0, header.length % 64);
            assertTrue(header[6] == 2 || header.length <= 10 + 0xffff, "length " + header.length);
            versionOne += header[6] == 1 ? 1 : 0;
        }
        assertTrue(versionOne > 0 && versionOne < 80, versionOne + " of version 1, from " + ones + " bytes");
    }

    @Test
    void refusesMoreAxesThanItCanReadBack() throws IOException {
        long[] shape = new long[400_000];
        Arrays.fill(shape, 1);
        Tensor x = Tensor.of(new float[1], shape);
        assertFormulaError(
                "a tensor with 400000 axes is too many for a .npy file", () -> Npy.write(folder.resolve("x.npy"), x));
        assertEquals(List.of(), names());
    }

    @Test
    void replacesAFileThatIsThere() throws IOException {
        Path file = folder.resolve("x.npy");
        Files.writeString(file, "something else, and longer than the new file".repeat(50));
        Npy.write(file, Tensor.of(new float[] {5}));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(5, Npy.map(file, arena).getDouble(0));
        }
        assertEquals(List.of("x.npy"), names());
    }

    @Test
    void replacesTheFileThatItsOwnTensorIsMappedFrom() throws IOException {
        Path file = folder.resolve("x.npy");
        Npy.write(file, Tensor.of(new float[] {1, 2, 3}));
        try (Arena arena = Arena.ofConfined()) {
            Tensor x = Npy.map(file, arena);
            Npy.write(file, x.rows(1, 3));
            assertArrayEquals(new float[] {1, 2, 3}, x.toFloatArray());
            assertArrayEquals(new float[] {2, 3}, Npy.map(file, arena).toFloatArray());
        }
    }

    @Test
    void leavesTheOldFileAndNothingElseWhenWritingFails() throws IOException {
        Path file = folder.resolve("x.npy");
        Files.writeString(file, "old");
        Thread.currentThread().interrupt();
        try {
            assertThrows(ClosedByInterruptException.class, () -> Npy.write(file, Tensor.of(new float[100])));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("x.npy"), names());
    }

    @Test
    void leavesNoFileWhenTheTensorCannotBeRead() throws IOException {
        Tensor freed;
        try (Arena arena = Arena.ofConfined()) {
            freed = Tensor.allocate(arena, DType.FLOAT32, 3);
        }
        assertFormulaError(
                "the tensor float32 (3): its memory has been freed (the arena of its segment is closed)",
                () -> Npy.write(folder.resolve("x.npy"), freed));
        assertEquals(List.of(), names());
    }

    @Test
    void writesThroughASymbolicLink() throws IOException {
        Path real = folder.resolve("real.npy");
        Path link = folder.resolve("link.npy");
        Files.writeString(real, "old");
        Files.createSymbolicLink(link, real);
        Npy.write(link, Tensor.of(new float[] {5}));
        assertTrue(Files.isSymbolicLink(link));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(5, Npy.map(real, arena).getDouble(0));
        }
        assertEquals(List.of("link.npy", "real.npy"), names());
    }

    @Test
    void refusesFoldersMissingFoldersAndNull() throws IOException {
        Tensor x = Tensor.of(new float[1]);
        assertFormulaError(
                folder + ": cannot be written: it is a folder or a device", () -> Npy.write(folder, x));
        Path nowhere = folder.resolve("none").resolve("x.npy");
        NoSuchFileException e = assertThrows(NoSuchFileException.class, () -> Npy.write(nowhere, x));
        assertEquals(nowhere + ": the folder " + nowhere.getParent() + " does not exist", e.getMessage());
        assertNullError("file is null", () -> Npy.write(null, x));
        assertNullError("tensor is null", () -> Npy.write(folder.resolve("x.npy"), null));
        assertEquals(List.of(), names());
    }
}
