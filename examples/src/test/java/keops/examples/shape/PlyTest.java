package keops.examples.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import keops.error.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Round trips, files of other programs, and files that are wrong. */
class PlyTest {
    private static final String HEADER = """
            ply
            format ascii 1.0
            element vertex 3
            property float x
            property float y
            property float z
            element face 1
            property list uchar int vertex_indices
            end_header
            """;
    private static final String VERTICES = "0 0 0\n1 0 0\n0 1 0\n";

    @TempDir
    private Path folder;

    private Mesh read(String text) throws IOException {
        return Ply.read(Files.writeString(folder.resolve("a.ply"), text, StandardCharsets.ISO_8859_1));
    }

    private String refused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("a.ply"), bytes);
        String message = assertThrows(FormulaException.class, () -> Ply.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring((file + ": ").length());
    }

    private String refused(String text) throws IOException {
        return refused(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenIsReadWithAllDigits(Ply.Format format) throws IOException {
        Mesh mesh = Surfaces.creature(0.2).moved(1 / 3.0, 1e-9, -1e30, 7);
        Path file = folder.resolve(format + ".ply");
        Ply.write(file, mesh, format);
        Mesh back = Ply.read(file);
        assertTrue(mesh.vertices().contentEquals(back.vertices()));
        assertTrue(mesh.faces().contentEquals(back.faces()));
    }

    @Test
    void polygonsBecomeFansAndWhatElseThereIsIsPassedOver() throws IOException {
        Mesh mesh = read("""
                ply\r
                comment made elsewhere\r
                format ascii 1.0\r
                obj_info nothing\r
                element camera 1\r
                property list uint8 float32 matrix\r
                property int number\r
                element face 2\r
                property uchar red\r
                property list uint8 uint32 vertex_index\r
                element vertex 5\r
                property float32 confidence\r
                property double z\r
                property float64 y\r
                property int8 x\r
                end_header\r
                3 .5 -1e3 2. 7\r
                255 5 0 1 2 3 4\r
                0  3\t2 1 0 \r
                0.5 3 2 1\r
                0.5 3 2.5 2\r
                0.5 3 2 3\r
                0.5 3 2 4\r
                0.5 30 20 -10\r
                \r
                """);
        assertArrayEquals(new long[] {0, 1, 2, 0, 2, 3, 0, 3, 4, 2, 1, 0}, mesh.faces().toLongArray());
        assertArrayEquals(new double[] {1, 2, 3}, mesh.vertices().toMatrix()[0]);
        assertArrayEquals(new double[] {-10, 20, 30}, mesh.vertices().toMatrix()[4]);
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY_LITTLE_ENDIAN", "BINARY_BIG_ENDIAN"})
    void binaryFilesOfFloatsAndBytesAreRead(Ply.Format format) throws IOException {
        String header = """
                ply
                format %s 1.0
                element vertex 3
                property float x
                property float y
                property float z
                property ushort quality
                element face 1
                property uchar flags
                property list ushort uchar vertex_indices
                element edge 1
                property list uchar double lengths
                end_header
                """.formatted(format.text());
        ByteBuffer body = ByteBuffer.allocate(200)
                .order(format == Ply.Format.BINARY_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < 3; k++) {
            body.putFloat(k).putFloat(k * k).putFloat(0.1f).putShort((short) -1);
        }
        body.put((byte) 9).putShort((short) 3).put((byte) 2).put((byte) 1).put((byte) 0);
        body.put((byte) 1).putDouble(7);
        byte[] start = header.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + body.position());
        body.get(0, all, start.length, body.position());
        Mesh mesh = Ply.read(Files.write(folder.resolve("b.ply"), all));
        assertArrayEquals(new double[] {2, 4, 0.1f}, mesh.vertices().toMatrix()[2]);
        assertArrayEquals(new long[] {2, 1, 0}, mesh.faces().toLongArray());
        for (int length = 0; length < all.length; length++) {
            refused(Arrays.copyOf(all, length));
        }
        assertEquals("1 bytes follow the last element", refused(Arrays.copyOf(all, all.length + 1)));
    }

    private static Stream<Arguments> wrongFiles() {
        String face = "3 0 1 2\n";
        String all = HEADER + VERTICES + face;
        return Stream.of(
                Arguments.of("", "it is no PLY file: its first line must be 'ply'"),
                Arguments.of("solid cube\n", "it is no PLY file"),
                Arguments.of("ply\nformat ascii 1.0\n", "line 3: the header must end by 'end_header'"),
                Arguments.of(all.replace("ascii", "utf8"), "line 2: the format must be one of [ascii, "),
                Arguments.of(all.replace("ascii 1.0", "ascii 2.0"), "line 2: one line 'format NAME 1.0'"),
                Arguments.of(all.replace("format ascii 1.0\n", ""), "line 8: the header must say the format"),
                Arguments.of(all.replace("vertex 3", "vertex -3"), "line 3: 'element NAME COUNT' with a count"),
                Arguments.of(all.replace("vertex 3", "vertex 3.5"), "line 3: 'element NAME COUNT' with a count"),
                Arguments.of(all.replace("float y", "real y"), "line 5: the type must be one of [int8, "),
                Arguments.of(all.replace("float y", "float x"), "line 5: there are two properties 'x'"),
                Arguments.of(all.replace("face 1", "vertex 1"), "line 7: there are two elements 'vertex'"),
                Arguments.of(all.replace("property float y\n", ""),
                        "line 3: the element 'vertex' needs 'property float y'"),
                Arguments.of(all.replace("float y", "list uchar float y"),
                        "line 3: the element 'vertex' needs 'property float y'"),
                Arguments.of(all.replace("vertex_indices", "corners"),
                        "line 7: the element 'face' needs 'property list uchar int vertex_indices'"),
                Arguments.of(all.replace("uchar int", "uchar float"),
                        "line 7: the element 'face' needs 'property list uchar int vertex_indices'"),
                Arguments.of(all.replace("uchar int", "float int"),
                        "line 8: lists are counted by integers, but the type is float32"),
                Arguments.of(all.replace("element face", "element edge"),
                        "a mesh needs an element 'face', but the elements are [vertex, edge]"),
                Arguments.of(all.replace("element vertex 3\n", ""), "line 3: a property is that of an element"),
                Arguments.of(all.replace("property float x", "texture"), "line 4: 'format', 'element', "),
                Arguments.of(all.replace("1 0 0", "1 zero 0"), "line 11: a number is expected, but 'zero' came"),
                Arguments.of(all.replace("1 0 0", "1 0x1p3 0"), "line 11: a number is expected, but '0x1p3' came"),
                Arguments.of(all.replace("1 0 0", "1 nan 0"), "line 11: a number is expected, but 'nan' came"),
                Arguments.of(all.replace("1 0 0", "1 1e999 0"), "line 11: y must be a finite number"),
                Arguments.of(all.replace("1 0 0", "1 0"), "line 11: a row of vertex has too few numbers"),
                Arguments.of(all.replace("1 0 0", "1 0 0 4"), "line 11: a row of vertex has too many numbers: '4'"),
                Arguments.of(all.replace(face, "2 0 1"), "line 13: a face has at least 3 corners, but this one has 2"),
                Arguments.of(all.replace(face, "3 0 1 3\n"), "line 13: it names vertex 3, but there are 3, from 0 on"),
                Arguments.of(all.replace(face, "3 0 1 -1\n"), "line 13: it names vertex -1"),
                Arguments.of(all.replace(face, "3 0 1 .5\n"), "line 13: a number of type int32 is expected"),
                Arguments.of(all.replace(face, "300 0 1\n"), "line 13: a number of type uint8 is expected"),
                Arguments.of(all.replace(face, "200 0 1 2\n"), "line 13: a list has 200 numbers, but 7 bytes are left"),
                Arguments.of(all.replace("face 1", "face 2").replace(face, "3 0 1 2   \n"),
                        "line 14: the file ends after 1 of 2 rows of face"),
                Arguments.of(all + "\n1\n", "line 15: '1' follows the last element"),
                Arguments.of(all.replace("0 1 0", "\u001b[31m 1 0"), "line 12: a number is expected, but '?[31m' came"),
                Arguments.of(all.replace("0 1 0", "x".repeat(90) + " 1 0"), "'" + "x".repeat(40) + "...' came"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void whatIsWrongIsNamedWithItsPlace(String text, String message) throws IOException {
        String told = refused(text);
        assertTrue(told.contains(message), told);
    }

    @Test
    void hostileCountsAreRefusedAtOnce() throws IOException {
        String all = HEADER + VERTICES + "3 0 1 2\n";
        String huge = "9".repeat(18);
        assertEquals("line 3: " + huge + " rows of 'vertex' take at least 6 bytes each, but 26 bytes follow the header",
                refused(all.replace("vertex 3", "vertex " + huge)));
        assertTrue(refused(all.replace("face 1", "face " + huge)).startsWith("line 7: " + huge + " rows of 'face'"));
        assertTrue(refused(all.replace("vertex 3", "vertex 9" + huge)).startsWith("line 3: 'element NAME COUNT'"));
        assertEquals("line 9: the element 'nothing' has no properties",
                refused(all.replace("end_header", "element nothing " + huge + "\nend_header")));
        assertTrue(refused(all.replace("end_header", "comment\n".repeat(9000) + "end_header"))
                .contains("the header must end by 'end_header' within 65536 bytes"));
        byte[] list = (HEADER.replace("ascii", "binary_little_endian").replace("vertex 3", "vertex 0")
                .replace("uchar int", "uint int") + "\u00fe\u00ff\u00ff\u00ff    ")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("face 0 of 1 (from 0 on): a list has 4294967294 numbers, but 4 bytes are left", refused(list));
    }

    @Test
    void foldersAreNoFiles() {
        assertTrue(assertThrows(FormulaException.class, () -> Ply.read(folder)).getMessage()
                .contains("it is no regular file"));
        assertThrows(IOException.class, () -> Ply.read(folder.resolve("nowhere.ply")));
    }

    @ParameterizedTest
    @EnumSource
    void damagedFilesAreReadOrRefused(Ply.Format format) throws IOException {
        Path file = folder.resolve("c.ply");
        Ply.write(file, Surfaces.sphere(0), format);
        byte[] good = Files.readAllBytes(file);
        long seed = 11;
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bad = good.clone();
            for (int k = 0; k < 1 + round % 3; k++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            try {
                Ply.read(file);
            } catch (FormulaException e) {
                refused++;
            }
        }
        assertTrue(refused > 200, refused + " refused, seed " + seed);
    }
}
