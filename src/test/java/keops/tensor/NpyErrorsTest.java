package keops.tensor;

import static keops.tensor.NpyBytes.dictionary;
import static keops.tensor.NpyBytes.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import keops.error.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyErrorsTest {
    private static final byte[] GOOD = NpyBytes.join(
            header(1, 0, NpyBytes.padded(1, dictionary("<f4", "(2, 3)"))),
            NpyBytes.floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6));

    @TempDir
    Path folder;

    /** Every message begins with the name of the file; the rest is compared. */
    private void assertRefused(String message, byte[]... parts) throws IOException {
        Path file = NpyBytes.write(folder, parts);
        try (Arena arena = Arena.ofConfined()) {
            FormulaException e = assertThrows(FormulaException.class, () -> Npy.map(file, arena));
            assertEquals(file + ": " + message, e.getMessage());
        }
    }

    private void assertTextRefused(String message, String text) throws IOException {
        assertRefused(message, header(1, 0, text), new byte[24]);
    }

    @Test
    void refusesWhatIsNoNpyFile() throws IOException {
        String message = "not a .npy file: it does not begin with \\x93NUMPY";
        assertRefused(message, new byte[0]);
        assertRefused(message, new byte[] {(byte) 0x93, 'N', 'U'});
        assertRefused(message, "x,y\n1,2\n3,4\n".getBytes(StandardCharsets.US_ASCII));
        assertRefused(message, "PK\3\4 an archive of .npy files".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,1", "3,1", "4,0", "255,255", "128,0"})
    void refusesUnknownVersions(int major, int minor) throws IOException {
        byte[] bytes = GOOD.clone();
        bytes[6] = (byte) major;
        bytes[7] = (byte) minor;
        assertRefused(
                "unknown version " + major + "." + minor + " of the .npy format: 1.0, 2.0 and 3.0 can be read", bytes);
    }

    @Test
    void refusesAFileCutOffAnywhere() throws IOException {
        for (int length = 6; length < 128; length++) {
            assertRefused("the file ends within its header", Arrays.copyOf(GOOD, length));
        }
        for (int length = 128; length < GOOD.length; length++) {
            assertRefused(
                    "the file is cut off: a tensor float32 (2, 3) needs 24 bytes after the header, but there are "
                            + (length - 128),
                    Arrays.copyOf(GOOD, length));
        }
    }

    @Test
    void refusesBytesAfterTheData() throws IOException {
        assertRefused(
                "the file is too long: a tensor float32 (2, 3) needs 24 bytes after the header, but there are 25",
                GOOD, new byte[1]);
        assertRefused(
                "the file is too long: a tensor float32 (0) needs 0 bytes after the header, but there are 4",
                header(1, 0, dictionary("<f4", "(0,)")), new byte[4]);
    }

    @Test
    void refusesAHeaderLongerThanTheLimitBeforeReadingIt() throws IOException {
        for (int length : new int[] {(1 << 20) + 1, Integer.MAX_VALUE, -1}) {
            byte[] bytes = header(2, 0, "");
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, length);
            assertRefused(
                    "the header has " + Integer.toUnsignedString(length) + " bytes, more than the limit of 1048576",
                    bytes);
        }
        byte[] bytes = header(2, 0, "");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 1 << 20);
        assertRefused("the file ends within its header", bytes);
    }

    @Test
    void refusesAHeaderThatIsNoDictionary() throws IOException {
        assertTextRefused("in the header, at character 0: expected '{', but found its end", "");
        assertTextRefused("in the header, at character 3: expected '{', but found its end", "   ");
        assertTextRefused("in the header, at character 0: expected '{', but found '['", "['descr']");
        assertTextRefused("in the header, at character 0: expected '{', but found the character U+0000", "\0");
        assertTextRefused("in the header, at character 1: expected a string, but found its end", "{");
        assertTextRefused("in the header, at character 1: expected a string, but found 'd'", "{descr: '<f4'}");
        assertTextRefused("in the header, at character 1: expected a string, but found ','", "{,}");
        assertTextRefused("in the header, at character 1: the string has no end", "{'descr");
        assertTextRefused("in the header, at character 1: the string has no end", "{'descr\": 1}");
        assertTextRefused("in the header, at character 9: expected ':', but found ','", "{'descr' , '<f4'}");
        assertTextRefused(
                "in the header, at character 15: expected ',', but found '''", "{'descr':'<f4' 'shape':()}");
        assertTextRefused(
                "in the header, at character 60: expected nothing more, but found 'x'",
                dictionary("<f4", "(2, 3)") + " x");
    }

    @Test
    void refusesUnknownMissingAndDuplicateKeys() throws IOException {
        assertTextRefused("the header lacks the key 'descr'", "{}");
        assertTextRefused("the header lacks the key 'descr'", "{'fortran_order': False, 'shape': (2, 3)}");
        assertTextRefused("the header lacks the key 'fortran_order'", "{'descr': '<f4', 'shape': (2, 3)}");
        assertTextRefused("the header lacks the key 'shape'", "{'descr': '<f4', 'fortran_order': False}");
        assertTextRefused(
                "in the header, at character 10: the unknown key 'Descr'", "{'Descr' : '<f4'}");
        assertTextRefused(
                "in the header, at character 31: the key 'descr' comes twice", "{'descr': '<f4', 'descr': '<f4'}");
        assertTextRefused(
                "in the header, at character 27: the key 'shape' comes twice", "{'shape': (), 'shape': (1,)}");
        assertTextRefused(
                "in the header, at character 45: the key 'fortran_order' comes twice",
                "{'fortran_order': False, 'fortran_order':True}");
        assertTextRefused(
                "in the header, at character 64: the unknown key '" + "k".repeat(40) + "...'",
                "{'" + "k".repeat(60) + "':1}");
        assertTextRefused("in the header, at character 6: the unknown key '??'", "{'\u00e9\t':1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "Truest", "0", "'True'", "None", "Tru"})
    void refusesWhatIsNoBoolean(String value) throws IOException {
        assertTextRefused(
                "in the header, at character 18: expected True or False, but found '" + value.charAt(0) + "'",
                "{'fortran_order': " + value + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"|V2", "<f16", "<i3", "|u16", "<c8", "<U5", "f", "", "float32", "<<f4", "<M8[ns]"})
    void refusesOtherElements(String descr) throws IOException {
        assertTextRefused(
                "elements of dtype '" + descr + "' cannot be read: expected float16 to float64 (f2, f4, f8), int8 to"
                        + " int64 (i1 to i8), uint8 to uint64 (u1 to u8) or bool (b1)",
                dictionary(descr, "(2, 3)"));
    }

    @Test
    void refusesObjectsStructuresAndOpenByteOrders() throws IOException {
        assertTextRefused(
                "the elements are Python objects (dtype '|O'), which cannot be read: save numbers, not objects",
                dictionary("|O", "(2, 3)"));
        assertTextRefused(
                "the dtype '|f4' leaves the byte order open, but its elements have several bytes: expected '<' or '>'",
                dictionary("|f4", "(2, 3)"));
        assertTextRefused(
                "in the header, at character 10: elements of several fields (a structured dtype) cannot be read",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (3,)}");
        assertTextRefused(
                "in the header, at character 10: the string '<f\\x34' has an escape or a line break",
                "{'descr': '<f\\x34', 'fortran_order': False, 'shape': (3,)}");
        assertTextRefused("in the header, at character 10: expected a string, but found '4'", "{'descr': 4}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "(2, x)| 14: expected an integer, but found 'x'",
        "(2 3)| 13: expected ',' or ')', but found '3'",
        "(2,,3)| 13: expected an integer, but found ','",
        "(,)| 11: expected an integer, but found ','",
        "(2.0, 3)| 12: expected ',' or ')', but found '.'",
        "(0x10,)| 12: expected ',' or ')', but found 'x'",
        "(1_000,)| 12: expected ',' or ')', but found '_'",
        "(+2,)| 11: expected an integer, but found '+'",
        "(2l,)| 12: expected ',' or ')', but found 'l'",
        "(-,)| 12: expected an integer, but found ','",
        "(2, 3| 15: expected ',' or ')', but found its end",
        "(| 11: expected an integer, but found its end",
        "[2, 3]| 10: expected '(', but found '['",
        "2| 10: expected '(', but found '2'",
        "(2)| 13: (2) is a number in Python; a tuple of one is (2,)",
        "(007,)| 14: the integer '007' begins with 0",
        "(None,)| 11: expected an integer, but found 'N'",
        "(9223372036854775808,)| 30: the integer '9223372036854775808' does not fit into 64 bits",
    })
    void refusesWhatIsNoTupleOfIntegers(String shape, String message) throws IOException {
        String text = "{'shape': " + shape + (message.contains("its end") ? "" : "}");
        assertTextRefused("in the header, at character " + message, text);
    }

    @Test
    void refusesShapesThatCannotBe() throws IOException {
        assertTextRefused(
                "the shape (2, -3) has the negative size -3 along axis 1", dictionary("<f4", "(2, -3)"));
        assertTextRefused(
                "the shape (4294967296, 4294967296) has more than 2^63 - 1 elements",
                dictionary("<f4", "(4294967296, 4294967296)"));
        assertTextRefused(
                "a tensor float32 (9223372036854775807) has more than 2^63 - 1 bytes",
                dictionary("<f4", "(9223372036854775807,)"));
        assertTextRefused(
                "the file is cut off: a tensor float32 (2305843009213693951) needs 9223372036854775804 bytes after the"
                        + " header, but there are 24",
                dictionary("<f4", "(2305843009213693951,)"));
    }

    @Test
    void refusesAVersion3HeaderThatIsNotUtf8() throws IOException {
        byte[] bytes = header(3, 0, dictionary("<f4", "(2, 3)"));
        bytes[15] = (byte) 0xff;
        assertRefused("the header is not text in UTF-8", bytes);
    }

    @Test
    void readsOrRefusesEveryFileWithOneByteChanged() throws IOException {
        Random random = new Random(3);
        int refused = 0;
        for (int at = 0; at < 80; at++) {
            for (int n = 0; n < 8; n++) {
                byte[] bytes = GOOD.clone();
                bytes[at] = (byte) random.nextInt(256);
                Path file = NpyBytes.write(folder, bytes);
                try (Arena arena = Arena.ofConfined()) {
                    Tensor x = Npy.map(file, arena);
                    assertEquals(x.byteSize(), x.count() * x.dtype().bytes());
                } catch (FormulaException e) {
                    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(refused > 400, "refused " + refused);
    }
}
