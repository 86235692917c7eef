package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.NpyBytes.dictionary;
import static keops.tensor.NpyBytes.header;
import static keops.tensor.NpyBytes.padded;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keops.error.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever integers, orders and archives NumPy writes, the numbers come out as they went in. */
class NpyElementsTest {
    @TempDir
    private Path folder;

    private static byte[] whole(int bytes, ByteOrder order, long... values) {
        ByteBuffer out = ByteBuffer.allocate(bytes * values.length).order(order);
        for (long value : values) {
            switch (bytes) {
                case 1 -> out.put((byte) value);
                case 2 -> out.putShort((short) value);
                case 4 -> out.putInt((int) value);
                default -> out.putLong(value);
            }
        }
        return out.array();
    }

    private Tensor map(String text, byte[] data) throws IOException {
        return Npy.map(NpyBytes.write(folder, header(1, 0, padded(1, text)), data), Arena.ofAuto());
    }

    @ParameterizedTest
    @CsvSource({
        "b1, int32, 0, 1, 1", "i1, int32, -128, 127, -1", "u1, int32, 0, 255, 128", "i2, int32, -32768, 32767, -1",
        "u2, int32, 0, 65535, 32768", "i4, int32, -2147483648, 2147483647, -1", "u4, int64, 0, 4294967295, 2147483648",
        "i8, int64, -9223372036854775808, 9223372036854775807, -1", "u8, int64, 0, 9223372036854775807, 1"
    })
    void everyIntegerInEitherByteOrder(String kind, String dtype, long a, long b, long c) throws IOException {
        int bytes = kind.charAt(1) - '0';
        for (String mark : bytes == 1 ? List.of("|", "<", ">", "") : List.of("<", ">", "=")) {
            ByteOrder order = mark.equals("<") ? ByteOrder.LITTLE_ENDIAN
                    : mark.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.nativeOrder();
            Tensor x = map(dictionary(mark + kind, "(3,)"), whole(bytes, order, a, b, c));
            assertEquals(dtype + " (3)", x.description());
            assertArrayEquals(new long[] {a, b, c}, x.toLongArray());
            assertTrue(x.segment().isReadOnly());
        }
    }

    @Test
    void everyByteThatIsNotZeroIsTrue() throws IOException {
        assertArrayEquals(new long[] {0, 1, 1},
                map(dictionary("|b1", "(3,)"), whole(1, ByteOrder.BIG_ENDIAN, 0, 1, 255))
                .toLongArray());
    }

    @Test
    void unsignedNumbersBeyondInt64AreAnErrorAndNotNegative() throws IOException {
        byte[] data = whole(8, ByteOrder.LITTLE_ENDIAN, 5, -1);
        assertFormulaError(
                folder.resolve("x.npy") + ": element 1 is 18446744073709551615, which int64 does not have: save"
                + " smaller numbers, or float64", () -> map(dictionary("<u8", "(2,)"), data));
    }

    @Test
    void aFileOfSmallElementsMayBeCutOff() throws IOException {
        assertFormulaError(
                folder.resolve("x.npy") + ": the file is cut off: a tensor uint16 (2, 2) needs 8 bytes after the"
                + " header, but there are 7", () -> map(dictionary("<u2", "(2, 2)"), new byte[7]));
    }

    @Test
    void fortranOrderIsPutIntoC() throws IOException {
        String text = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3)}";
        byte[] columns = NpyBytes.floats(ByteOrder.BIG_ENDIAN, 1, 4, 2, 5, 3, 6);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, map(text, columns).toFloatArray());
        Tensor x = map(text.replace(">f4", "|i1").replace("(2, 3)", "(2, 3, 2)"),
                whole(1, ByteOrder.BIG_ENDIAN, 0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11));
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, x.toLongArray());
        assertEquals("float32 (0, 3)", map(text.replace("(2, 3)", "(0, 3)"), new byte[0]).description());
        assertArrayEquals(new float[] {1, 4, 2}, map(text.replace("(2, 3)", "(3, 1)"),
                NpyBytes.floats(ByteOrder.BIG_ENDIAN, 1, 4, 2)).toFloatArray());
    }

    private static byte[] array(String descr, String shape, byte[] data) {
        return NpyBytes.join(header(1, 0, padded(1, dictionary(descr, shape))), data);
    }

    private Path archive(int method, String... names) throws IOException {
        Path file = folder.resolve("some.npz");
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int k = 0; k < names.length; k++) {
                byte[] bytes = array("<f8", "(2, 2)", NpyBytes.doubles(ByteOrder.LITTLE_ENDIAN, k, 0.1, -1, 1e300));
                var entry = new ZipEntry(names[k]);
                entry.setMethod(method);
                var crc = new java.util.zip.CRC32();
                crc.update(bytes);
                entry.setCrc(crc.getValue());
                entry.setSize(bytes.length);
                if (method == ZipEntry.STORED) {
                    entry.setCompressedSize(bytes.length);
                }
                out.putNextEntry(entry);
                out.write(bytes);
                out.closeEntry();
            }
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({"" + ZipEntry.STORED, "" + ZipEntry.DEFLATED})
    void archivesStoredAndDeflated(int method) throws IOException {
        Path file = archive(method, "x.npy", "inner/y.npy");
        assertEquals(List.of("x", "inner/y"), Npz.names(file));
        for (String name : List.of("inner/y", "inner/y.npy")) {
            Tensor y = Npz.read(file, name, Arena.ofAuto());
            assertArrayEquals(new double[] {1, 0.1, -1, 1e300}, y.toDoubleArray());
            assertEquals("float64 (2, 2)", y.description());
            assertTrue(y.segment().isReadOnly());
        }
        assertFormulaError(file + ": there is no array 'z', but there are: x, inner/y",
                () -> Npz.read(file, "z", Arena.ofAuto()));
    }

    @Test
    void whatIsNoArchiveIsAnError() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npz"), "x,y\n");
        FormulaException e = assertThrows(FormulaException.class, () -> Npz.names(text));
        assertTrue(e.getMessage().startsWith(text + ": not a .npz file, or a damaged one: "), e.getMessage());
        assertThrows(NoSuchFileException.class, () -> Npz.read(folder.resolve("none.npz"), "x", Arena.ofAuto()));
    }

    @Test
    void everyBrokenByteIsFoundOrHarmless() throws IOException {
        byte[] good = Files.readAllBytes(archive(ZipEntry.DEFLATED, "x.npy"));
        Path file = folder.resolve("broken.npz");
        int refused = 0;
        for (int at = 0; at < good.length; at++) {
            byte[] bytes = good.clone();
            bytes[at] ^= 0x15;
            Files.write(file, bytes);
            try {
                Tensor x = Npz.read(file, "x", Arena.ofAuto());
                assertArrayEquals(new double[] {0, 0.1, -1, 1e300}, x.toDoubleArray(), "at " + at);
            } catch (FormulaException | IOException e) {
                assertFalse(e.getMessage().isEmpty());
                refused++;
            }
        }
        assertTrue(refused > good.length / 2, refused + " of " + good.length);
        var empty = new ByteArrayOutputStream();
        Files.write(file, empty.toByteArray());
        assertThrows(FormulaException.class, () -> Npz.read(file, "x", Arena.ofAuto()));
    }
}
