package keops.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import keops.error.FormulaException;

/**
 * The header of a .npy file: 6 bytes of magic, 2 of version, the length of the text (2 bytes little-endian in version
 * 1.0, 4 bytes in later ones), then a Python dictionary with the keys descr, fortran_order and shape.
 *
 * @param element the type of the elements in the file
 * @param order their byte order there
 * @param isFortran whether the first index runs fastest
 * @param dataOffset the position of the first element in the file, in bytes
 */
record NpyHeader(NpyElement element, ByteOrder order, boolean isFortran, Shape shape, long dataOffset) {
    /** The bytes of a file. */
    interface Source {
        /** Up to {@code bytes} bytes from a position; fewer only at the end. Positions never decrease. */
        ByteBuffer read(long position, int bytes) throws IOException;
    }

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** The longest header that is read; real headers are far shorter. */
    private static final int MAX_TEXT_BYTES = 1 << 20;
    /** The data begins at a multiple of this, as NumPy writes it. */
    private static final int ALIGNMENT_BYTES = 64;
    private static final int MAX_VERSION_1_TEXT_BYTES = 0xffff;

    /**
     * Reads the header at the start of a file.
     *
     * @param file the name of the file, for messages
     * @throws FormulaException if it is not the header of a supported tensor
     */
    static NpyHeader read(Source source, String file) throws IOException {
        ByteBuffer start = bytes(source, 0, 8);
        if (start.remaining() < MAGIC.length || !start.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new FormulaException(file + ": not a .npy file: it does not begin with \\x93NUMPY");
        }
        requireLength(start, 8, file);
        int major = start.get(6);
        int minor = start.get(7);
        if (major < 1 || major > 3 || minor != 0) {
            throw new FormulaException(file + ": unknown version " + (major & 0xff) + "." + (minor & 0xff)
                    + " of the .npy format: 1.0, 2.0 and 3.0 can be read");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        ByteBuffer lengthField = requireLength(bytes(source, 8, lengthBytes), lengthBytes, file);
        long length = major == 1
                ? Short.toUnsignedLong(lengthField.getShort())
                : Integer.toUnsignedLong(lengthField.getInt());
        if (length > MAX_TEXT_BYTES) {
            throw new FormulaException(
                    file + ": the header has " + length + " bytes, more than the limit of " + MAX_TEXT_BYTES);
        }
        int textOffset = 8 + lengthBytes;
        ByteBuffer text = requireLength(bytes(source, textOffset, (int) length), length, file);
        return parse(decode(text, major, file), textOffset + length, file);
    }

    private static ByteBuffer bytes(Source source, long position, int bytes) throws IOException {
        return source.read(position, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The bytes of a file from a position on. */
    static ByteBuffer readFully(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        long from = position;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, from);
            if (read < 0) {
                break;
            }
            from += read;
        }
        return buffer.flip();
    }

    private static ByteBuffer requireLength(ByteBuffer buffer, long bytes, String file) {
        if (buffer.remaining() < bytes) {
            throw new FormulaException(file + ": the file ends within its header");
        }
        return buffer;
    }

    private static String decode(ByteBuffer text, int major, String file) {
        Charset charset = major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        try {
            return charset.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new FormulaException(file + ": the header is not text in UTF-8", e);
        }
    }

    private static NpyHeader parse(String text, long dataOffset, String file) {
        PythonLiteral in = new PythonLiteral(text, file);
        String descr = null;
        Boolean fortran = null;
        long[] sizes = null;
        in.expect('{');
        boolean comma = true;
        while (!in.accept('}')) {
            if (!comma) {
                in.expect(',');
            }
            String key = in.string();
            in.expect(':');
            boolean duplicate = false;
            switch (key) {
                case "descr" -> {
                    duplicate = descr != null;
                    descr = descr(in);
                }
                case "fortran_order" -> {
                    duplicate = fortran != null;
                    fortran = in.bool();
                }
                case "shape" -> {
                    duplicate = sizes != null;
                    sizes = in.tuple();
                }
                default -> throw in.fail("the unknown key " + PythonLiteral.show(key));
            }
            if (duplicate) {
                throw in.fail("the key '" + key + "' comes twice");
            }
            comma = in.accept(',');
        }
        in.expectEnd();
        if (descr == null || fortran == null || sizes == null) {
            throw new FormulaException(file + ": the header lacks the key '"
                    + (descr == null ? "descr" : fortran == null ? "fortran_order" : "shape") + "'");
        }
        NpyElement element = element(descr, file);
        return new NpyHeader(element, order(descr, element, file), fortran && sizes.length > 1, shape(sizes, file),
                dataOffset);
    }

    private static String descr(PythonLiteral in) {
        if (in.peek() == '[' || in.peek() == '(') {
            throw in.fail("elements of several fields (a structured dtype) cannot be read");
        }
        return in.string();
    }

    /** The type without its byte order, as in {@code f4}. */
    private static String kind(String descr) {
        return descr.isEmpty() || "<>=|".indexOf(descr.charAt(0)) < 0 ? descr : descr.substring(1);
    }

    private static NpyElement element(String descr, String file) {
        String kind = kind(descr);
        if (kind.equals("O")) {
            throw new FormulaException(file + ": the elements are Python objects (dtype " + PythonLiteral.show(descr)
                    + "), which cannot be read: save numbers, not objects");
        }
        return NpyElement.of(kind).orElseThrow(() -> new FormulaException(file + ": elements of dtype "
                + PythonLiteral.show(descr) + " cannot be read: expected float16 to float64 (f2, f4, f8), int8 to int64"
                + " (i1 to i8), uint8 to uint64 (u1 to u8) or bool (b1)"));
    }

    /** Without a mark, and with {@code =}, the order is that of the reading machine. */
    private static ByteOrder order(String descr, NpyElement element, String file) {
        if (element.bytes() == 1) {
            return ByteOrder.nativeOrder();
        }
        return switch (descr.charAt(0)) {
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            case '>' -> ByteOrder.BIG_ENDIAN;
            case '|' -> throw new FormulaException(file + ": the dtype " + PythonLiteral.show(descr)
                    + " leaves the byte order open, but its elements have several bytes: expected '<' or '>'");
            default -> ByteOrder.nativeOrder();
        };
    }

    /** The type of the tensor. */
    DType dtype() {
        return element.dtype();
    }

    /**
     * The bytes of the data.
     *
     * @param fileBytes the size of the file
     * @throws FormulaException if it is not what header and data need
     */
    long checkDataBytes(long fileBytes, String file) {
        String tensor = "a tensor " + element.name().toLowerCase(Locale.ROOT) + " " + shape;
        long expected;
        try {
            shape.byteSize(dtype());
            expected = Math.multiplyExact(shape.count(), (long) element.bytes());
        } catch (FormulaException e) {
            throw new FormulaException(file + ": " + e.getMessage(), e);
        }
        long found = fileBytes - dataOffset;
        if (found != expected) {
            throw new FormulaException(file + ": the file is " + (found < expected ? "cut off" : "too long") + ": "
                    + tensor + " needs " + expected + " bytes after the header, but there are " + found);
        }
        return expected;
    }

    private static Shape shape(long[] sizes, String file) {
        try {
            return Shape.of(sizes);
        } catch (FormulaException e) {
            throw new FormulaException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * All bytes before the data of a file with little-endian elements: version 1.0, or 2.0 where the text is too long.
     *
     * @throws FormulaException if the format does not have the type, or if the shape has so many axes that
     *     {@link #read} would not read it back
     */
    static byte[] encode(DType dtype, Shape shape) {
        String descr = switch (dtype) {
            case FLOAT16 -> "<f2";
            case BFLOAT16 -> throw new FormulaException("the .npy format has no bfloat16: convert the tensor " + dtype
                    + " " + shape + " to float32 first, which loses nothing");
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
        };
        // Python's tuple of one is (n,).
        String tuple = shape.rank() == 1 ? "(" + shape.size(0) + ",)" : shape.toString();
        String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int major = padded(10, text) - 10 <= MAX_VERSION_1_TEXT_BYTES ? 1 : 2;
        int textOffset = major == 1 ? 10 : 12;
        int dataOffset = padded(textOffset, text);
        int length = dataOffset - textOffset;
        if (length > MAX_TEXT_BYTES) {
            throw new FormulaException("a tensor with " + shape.rank() + " axes is too many for a .npy file");
        }
        byte[] header = new byte[dataOffset];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer out = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).put((byte) major).put((byte) 0);
        if (major == 1) {
            out.putShort((short) length);
        } else {
            out.putInt(length);
        }
        out.put(text.getBytes(StandardCharsets.ISO_8859_1));
        header[dataOffset - 1] = '\n';
        return header;
    }

    /** The offset of the data: after the text and a line break, at the next multiple of 64. */
    private static int padded(int textOffset, String text) {
        return Math.ceilDiv(textOffset + text.length() + 1, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    }
}
