package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertIndexError;
import static keops.tensor.NpyBytes.dictionary;
import static keops.tensor.NpyBytes.header;
import static keops.tensor.NpyBytes.padded;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than 2^31 elements, on a sparse file: only the pages that are touched take room. */
class LargeTensorTest {
    private static final long ROWS = (1L << 30) + 7;
    private static final long COLUMNS = 2;
    private static final long BYTES = ROWS * COLUMNS * 4;

    @TempDir
    Path folder;

    /** A sparse file with the given begin, mapped whole. */
    private MemorySegment sparse(Path file, byte[] begin, Arena arena) throws IOException {
        long room = Files.getFileStore(folder).getUsableSpace();
        assumeTrue(room > BYTES + (1L << 30), "skipped: the disk has only " + room + " bytes of room");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE)) {
            if (channel.write(ByteBuffer.wrap(begin)) != begin.length) {
                throw new IOException("not all bytes were written");
            }
            return channel.map(MapMode.READ_WRITE, begin.length, BYTES, arena);
        } catch (IOException e) {
            return abort("skipped: no sparse file of " + BYTES + " bytes here: " + e);
        }
    }

    @Test
    void reachesElementsBeyondTwoToThe31() throws IOException {
        Path file = folder.resolve("large.bin");
        try (Arena arena = Arena.ofShared()) {
            Tensor x = Tensor.of(sparse(file, new byte[0], arena), DType.FLOAT32, ROWS, COLUMNS);
            assertEquals(ROWS * COLUMNS, x.count());
            assertEquals(BYTES, x.byteSize());
            x.setDouble(1.5, ROWS - 1, 1);
            assertEquals(1.5, x.doubleAt(ROWS * COLUMNS - 1));
            x.setDoubleAt((1L << 31) + 1, 2.5);
            assertEquals(2.5, x.getDouble(1L << 30, 1));
            Tensor last = x.rows(ROWS - 2, ROWS);
            assertArrayEquals(new float[] {0, 0, 0, 1.5f}, last.toFloatArray());
            assertEquals(1.5, last.copyFrom(Tensor.of(new float[] {1.5f, 2, 3, 4})).doubleAt(0));
            assertEquals(4, x.reshape(ROWS * COLUMNS).getDouble(ROWS * COLUMNS - 1));
            assertEquals("float32 (1073741831, 2)\n  0    0\n...  ...\n  3    4\n", x.format(2, 2));
            assertIndexError(
                    "the tensor float32 (1073741831, 2) has no element 2147483662", () -> x.doubleAt(x.count()));
            assertFormulaError(
                    "a Java array cannot hold 2147483662 elements (of the tensor float32 (1073741831, 2)):"
                            + " take part of it with rows(from, to)",
                    x::toFloatArray);
            assertFormulaError(
                    "a Java array cannot hold 2147483662 elements (of the tensor float32 (1073741831, 2)):"
                            + " take part of it with rows(from, to)",
                    x::toDoubleArray);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Test
    void mapsLargeFiles() throws IOException {
        Path file = folder.resolve("large.npy");
        byte[] begin = header(1, 0, padded(1, dictionary(">f4", "(" + ROWS + ", " + COLUMNS + ")")));
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = sparse(file, begin, arena);
            Tensor.of(memory, DType.FLOAT32, ByteOrder.BIG_ENDIAN, ROWS, COLUMNS).setDouble(1.5, ROWS - 1, 1);
            Tensor x = Npy.map(file, arena);
            assertEquals("float32 (1073741831, 2)", x.description());
            assertEquals(1.5, x.getDouble(ROWS - 1, 1));
            assertEquals(0, x.getDouble(0, 0));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
