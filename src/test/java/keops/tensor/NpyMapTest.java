package keops.tensor;

import static keops.tensor.Errors.assertFormulaError;
import static keops.tensor.Errors.assertNullError;
import static keops.tensor.NpyBytes.dictionary;
import static keops.tensor.NpyBytes.header;
import static keops.tensor.NpyBytes.padded;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyMapTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;

    @TempDir
    Path folder;

    private Arena arena;

    @BeforeEach
    void open() {
        arena = Arena.ofShared();
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private Tensor map(int major, String text, byte[] data) throws IOException {
        return Npy.map(NpyBytes.write(folder, header(major, 0, text), data), arena);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void readsEveryVersion(int major) throws IOException {
        Tensor x = map(major, padded(major, dictionary("<f4", "(2, 3)")), NpyBytes.floats(LITTLE, 1, 2, 3, 4, 5, 6));
        assertEquals("float32 (2, 3)", x.description());
        assertEquals(LITTLE, x.order());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, x.toFloatArray());
    }

    @Test
    void aCopyOutlivesTheFileHasTheOrderOfTheMachineAndCanBeWritten() throws IOException {
        Path file = NpyBytes.write(folder, header(1, 0, padded(1, dictionary(">f4", "(2, 3)"))),
                NpyBytes.floats(BIG, 1, 2, 3, 4, 5, 6));
        Tensor x = Npy.read(file);
        Files.delete(file);
        assertEquals("float32 (2, 3)", x.description());
        assertEquals(ByteOrder.nativeOrder(), x.order());
        x.setDouble(9, 1, 2);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 9}, x.toFloatArray());
        assertThrows(NoSuchFileException.class, () -> Npy.read(file));
    }

    @Test
    void readsHalfPrecisionInEitherByteOrder() throws IOException {
        Tensor x = map(1, padded(1, dictionary("<f2", "(2,)")), new byte[] {0, 0x3c, 1, 0});
        assertEquals("float16 (2)", x.description());
        assertArrayEquals(new double[] {1, 0x1p-24}, x.toDoubleArray());
        x = map(1, padded(1, dictionary(">f2", "(2,)")), new byte[] {0x3c, 0, 0, 1});
        assertArrayEquals(new double[] {1, 0x1p-24}, x.toDoubleArray());
    }

    @Test
    void mapsReadOnlyAndSharesWithTheArena() throws IOException {
        Tensor x = map(1, padded(1, dictionary("<f4", "(2,)")), NpyBytes.floats(LITTLE, 1, 2));
        assertTrue(x.segment().isMapped());
        assertTrue(x.segment().isReadOnly());
        assertTrue(x.isAccessibleByAllThreads());
        assertFormulaError(
                "the output: its memory is read-only and cannot be written", () -> x.requireWritable("the output"));
        try (Arena confined = Arena.ofConfined()) {
            assertFalse(Npy.map(folder.resolve("x.npy"), confined).isAccessibleByAllThreads());
        }
    }

    @Test
    void readsEveryTypeInEitherByteOrder() throws IOException {
        String text = "(2,)";
        Tensor x = map(1, padded(1, dictionary("<f8", text)), NpyBytes.doubles(LITTLE, 0.1, -2));
        assertArrayEquals(new double[] {0.1, -2}, x.toDoubleArray());
        x = map(1, padded(1, dictionary(">f8", text)), NpyBytes.doubles(BIG, 0.1, -2));
        assertEquals(BIG, x.order());
        assertArrayEquals(new double[] {0.1, -2}, x.toDoubleArray());
        x = map(1, padded(1, dictionary(">f4", text)), NpyBytes.floats(BIG, 0.1f, -2));
        assertArrayEquals(new float[] {0.1f, -2}, x.toFloatArray());
        x = map(1, padded(1, dictionary("<i8", text)), NpyBytes.longs(LITTLE, Long.MIN_VALUE, 7));
        assertArrayEquals(new long[] {Long.MIN_VALUE, 7}, x.toLongArray());
        x = map(1, padded(1, dictionary(">i8", text)), NpyBytes.longs(BIG, Long.MIN_VALUE, 7));
        assertEquals(DType.INT64, x.dtype());
        assertArrayEquals(new long[] {Long.MIN_VALUE, 7}, x.toLongArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"=f8", "f8"})
    void takesTheByteOrderOfThisMachineWhereNoneIsNamed(String descr) throws IOException {
        Tensor x = map(1, dictionary(descr, "(1,)"), NpyBytes.doubles(ByteOrder.nativeOrder(), 0.1));
        assertEquals(ByteOrder.nativeOrder(), x.order());
        assertEquals(0.1, x.getDouble(0));
    }

    @Test
    void readsEveryRankAndSizesOfZero() throws IOException {
        assertEquals("float64 ()", map(1, dictionary("<f8", "()"), NpyBytes.doubles(LITTLE, 5)).description());
        assertEquals("float64 (0)", map(1, dictionary("<f8", "(0,)"), new byte[0]).description());
        assertEquals("float64 (3, 0, 2)", map(1, dictionary("<f8", "(3, 0, 2)"), new byte[0]).description());
        assertEquals(
                "float32 (1, 2, 1, 1)",
                map(1, dictionary("<f4", "(1,2,1,1,)"), NpyBytes.floats(LITTLE, 1, 2)).description());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "{'descr':'<f4','fortran_order':False,'shape':(2,)}",
        "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (2,)}",
        " {'shape': (2L,), 'fortran_order': False, 'descr': '<f4'} \n",
        "\t{ 'shape' : ( 2 , ) ,\r\n 'fortran_order' : True , 'descr' : '<f4' , }"
    })
    void readsTheDictionaryHoweverPythonWritesIt(String text) throws IOException {
        Tensor x = map(1, text, NpyBytes.floats(LITTLE, 1, 2));
        assertArrayEquals(new float[] {1, 2}, x.toFloatArray());
    }

    @Test
    void acceptsFortranOrderWhereItIsTheSameAsC() throws IOException {
        String scalar = "{'descr': '<f4', 'fortran_order': True, 'shape': ()}";
        assertEquals(3, map(1, scalar, NpyBytes.floats(LITTLE, 3)).getDouble());
    }

    @Test
    void copiesDataThatIsNotAlignedAndMapsTheRest() throws IOException {
        int unaligned = 0;
        for (int blanks = 0; blanks < 16; blanks++) {
            String text = dictionary("<f8", "(3,)") + " ".repeat(blanks);
            Tensor x = map(1, text, NpyBytes.doubles(LITTLE, 1, 2, 3));
            assertArrayEquals(new double[] {1, 2, 3}, x.toDoubleArray());
            assertTrue(x.segment().isReadOnly());
            boolean aligned = (10 + text.length()) % 8 == 0;
            assertEquals(aligned, x.segment().isMapped());
            unaligned += aligned ? 0 : 1;
        }
        assertEquals(14, unaligned);
    }

    @Test
    void copiesUnalignedDataOfEitherByteOrderAndOfNoElements() throws IOException {
        String text = dictionary(">f8", "(1,)");
        text += " ".repeat(Math.floorMod(1 - (10 + text.length()), 8));
        assertEquals(0.1, map(1, text, NpyBytes.doubles(BIG, 0.1)).getDouble(0));
        text = text.replace("(1,)", "(0,)");
        assertEquals("float64 (0)", map(1, text, new byte[0]).description());
    }

    @Test
    void leavesMissingFilesToTheFileSystem() {
        assertThrows(NoSuchFileException.class, () -> Npy.map(folder.resolve("none.npy"), arena));
    }

    @Test
    void refusesFoldersAndNull() {
        assertFormulaError(folder + ": not a .npy file: it is a folder or a device", () -> Npy.map(folder, arena));
        assertNullError("file is null", () -> Npy.map(null, arena));
        assertNullError("arena is null", () -> Npy.map(folder, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(2,)", "(0,)"})
    void refusesAClosedArena(String shape) throws IOException {
        byte[] data = shape.equals("(0,)") ? new byte[0] : NpyBytes.floats(LITTLE, 1, 2);
        Path file = NpyBytes.write(folder, header(1, 0, padded(1, dictionary("<f4", shape))), data);
        Arena closed = Arena.ofShared();
        closed.close();
        assertFormulaError(file + ": cannot be mapped: the arena is closed", () -> Npy.map(file, closed));
    }

    @Test
    void leavesNoFileOpenAndTheFileUnchanged() throws IOException {
        byte[] bytes = NpyBytes.join(header(1, 0, dictionary("<f4", "(1,)")), NpyBytes.floats(LITTLE, 1));
        Path file = NpyBytes.write(folder, bytes);
        assertEquals(1, Npy.map(file, arena).getDouble(0));
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }
}
