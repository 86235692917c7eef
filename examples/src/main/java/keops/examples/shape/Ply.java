package keops.examples.shape;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Triangle meshes in PLY files, a format that most programs for meshes know (Turk 1994, "The PLY polygon file format").
 * Threads may share it.
 */
public final class Ply {
    private static final long MOST_BYTES = 1 << 30;

    private Ply() {}

    /** How numbers are written. */
    public enum Format {
        /** As text, a line for each vertex and face. */
        ASCII,
        /** As in the memory of most machines, the lowest byte first. */
        BINARY_LITTLE_ENDIAN,
        /** The highest byte first. */
        BINARY_BIG_ENDIAN;

        /** The name in files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a mesh. Polygons of more than three corners become fans of triangles. Other elements and properties are
     * passed over.
     *
     * @return the mesh, float64
     * @throws FormulaException if it is not a PLY file with vertices and faces; the message says in which line, or in
     *     which vertex or face
     */
    public static Mesh read(Path file) throws IOException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new FormulaException(file + ": it is no regular file");
        }
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new FormulaException(file + ": a mesh of at most " + MOST_BYTES + " bytes is expected, but it has "
                    + size);
        }
        return PlyReader.read(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** Writes a mesh with all digits of its vertices; a file that is there is replaced. */
    public static void write(Path file, Mesh mesh, Format format) throws IOException {
        Tensor vertices = mesh.vertices();
        Tensor faces = mesh.faces();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header(format, vertices.size(0), faces.size(0)).getBytes(StandardCharsets.US_ASCII));
            ByteOrder order =
                    format == Format.BINARY_BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            ByteBuffer row = ByteBuffer.allocate(3 * Double.BYTES).order(order);
            for (long vertex = 0; vertex < vertices.size(0); vertex++) {
                double x = vertices.getDouble(vertex, 0);
                double y = vertices.getDouble(vertex, 1);
                double z = vertices.getDouble(vertex, 2);
                if (format == Format.ASCII) {
                    out.write((x + " " + y + " " + z + "\n").getBytes(StandardCharsets.US_ASCII));
                } else {
                    write(out, row.clear().putDouble(x).putDouble(y).putDouble(z));
                }
            }
            for (long face = 0; face < faces.size(0); face++) {
                int a = Math.toIntExact(faces.getLong(face, 0));
                int b = Math.toIntExact(faces.getLong(face, 1));
                int c = Math.toIntExact(faces.getLong(face, 2));
                if (format == Format.ASCII) {
                    out.write(("3 " + a + " " + b + " " + c + "\n").getBytes(StandardCharsets.US_ASCII));
                } else {
                    write(out, row.clear().put((byte) 3).putInt(a).putInt(b).putInt(c));
                }
            }
        }
    }

    private static void write(OutputStream out, ByteBuffer row) throws IOException {
        byte[] bytes = new byte[row.flip().remaining()];
        row.get(bytes);
        out.write(bytes);
    }

    private static String header(Format format, long vertices, long faces) {
        return "ply\nformat " + format.text() + " 1.0\ncomment written by KeOps for Java\nelement vertex " + vertices
                + "\nproperty double x\nproperty double y\nproperty double z\nelement face " + faces
                + "\nproperty list uchar int vertex_indices\nend_header\n";
    }
}
