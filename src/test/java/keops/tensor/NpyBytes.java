package keops.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes .npy files by hand, byte by byte, right ones and wrong ones. */
final class NpyBytes {
    private NpyBytes() {}

    /** Magic, version, length of the text and the text, without any padding. */
    static byte[] header(int major, int minor, String text) {
        byte[] encoded = text.getBytes(major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(12 + encoded.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) major).put((byte) minor);
        if (major == 1) {
            out.putShort((short) encoded.length);
        } else {
            out.putInt(encoded.length);
        }
        out.put(encoded);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** The dictionary that NumPy writes. */
    static String dictionary(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    }

    /** The text, filled with blanks so that the data begins at a multiple of 64. */
    static String padded(int major, String text) {
        int before = major == 1 ? 10 : 12;
        int padding = Math.floorMod(-(before + text.length() + 1), 64);
        return text + " ".repeat(padding) + "\n";
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(order);
        for (float value : values) {
            out.putFloat(value);
        }
        return out.array();
    }

    static byte[] doubles(ByteOrder order, double... values) {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(order);
        for (double value : values) {
            out.putDouble(value);
        }
        return out.array();
    }

    static byte[] longs(ByteOrder order, long... values) {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(order);
        for (long value : values) {
            out.putLong(value);
        }
        return out.array();
    }

    static Path write(Path folder, byte[]... parts) throws IOException {
        Path file = folder.resolve("x.npy");
        Files.write(file, join(parts));
        return file;
    }
}
