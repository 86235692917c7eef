package keops.examples.shape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import keops.error.FormulaException;

/** The numbers of a PLY file, one after the other. */
sealed interface PlyBody {
    /** Begins a row of an element. */
    void begin(PlyHeader.Element element, long row);

    /** The next number of the row. */
    double next(PlyType type);

    /** Ends a row, which must have no further numbers. */
    void end();

    /** Ends the file, in which nothing must follow. */
    void finish();

    /** An error at this place. */
    FormulaException error(String what);

    /** How many bytes are left. */
    int left();

    static PlyBody of(String file, PlyHeader header, ByteBuffer bytes) {
        return switch (header.format()) {
            case ASCII -> new Text(file, bytes, header.lines());
            case BINARY_LITTLE_ENDIAN -> new Binary(file, bytes.order(ByteOrder.LITTLE_ENDIAN));
            case BINARY_BIG_ENDIAN -> new Binary(file, bytes.order(ByteOrder.BIG_ENDIAN));
        };
    }

    /** Numbers as they are in memory; places are those of elements. */
    final class Binary implements PlyBody {
        private final String file;
        private final ByteBuffer bytes;
        private PlyHeader.Element element;
        private long row;

        private Binary(String file, ByteBuffer bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        @Override
        public void begin(PlyHeader.Element of, long number) {
            element = of;
            row = number;
        }

        @Override
        public double next(PlyType type) {
            if (bytes.remaining() < type.bytes()) {
                throw error("the file ends within it");
            }
            return type.read(bytes);
        }

        @Override
        public void end() {
            // Nothing stands between rows.
        }

        @Override
        public void finish() {
            if (bytes.hasRemaining()) {
                throw new FormulaException(file + ": " + bytes.remaining() + " bytes follow the last element");
            }
        }

        @Override
        public FormulaException error(String what) {
            return new FormulaException(file + ": " + PlyHeader.shown(element.name()) + " " + row + " of "
                    + element.count() + " (from 0 on): " + what);
        }

        @Override
        public int left() {
            return bytes.remaining();
        }
    }

    /** Numbers as text: a line for each row. */
    final class Text implements PlyBody {
        private final String file;
        private final ByteBuffer bytes;
        private int line;
        private PlyHeader.Element element;

        private Text(String file, ByteBuffer bytes, int line) {
            this.file = file;
            this.bytes = bytes;
            this.line = line;
        }

        @Override
        public void begin(PlyHeader.Element of, long row) {
            element = of;
            line++;
            if (!bytes.hasRemaining()) {
                throw error("the file ends after " + row + " of " + of.count() + " rows of "
                        + PlyHeader.shown(of.name()));
            }
        }

        @Override
        public double next(PlyType type) {
            String word = word();
            if (word.isEmpty()) {
                throw error("a row of " + PlyHeader.shown(element.name()) + " has too few numbers");
            }
            // Java would take further spellings, like 1f and 0x1p3.
            if (!word.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
                throw error("a number is expected, but '" + PlyHeader.shown(word) + "' came");
            }
            double number = Double.parseDouble(word);
            if (!type.holds(number)) {
                throw error("a number of type " + type + " is expected, but '" + PlyHeader.shown(word) + "' came");
            }
            return number;
        }

        @Override
        public void end() {
            String word = word();
            if (!word.isEmpty()) {
                throw error("a row of " + PlyHeader.shown(element.name()) + " has too many numbers: '"
                        + PlyHeader.shown(word) + "'");
            }
            if (bytes.hasRemaining()) {
                bytes.get();
            }
        }

        @Override
        public void finish() {
            while (bytes.hasRemaining()) {
                line++;
                String word = word();
                if (!word.isEmpty()) {
                    throw error("'" + PlyHeader.shown(word) + "' follows the last element");
                }
                if (bytes.hasRemaining()) {
                    bytes.get();
                }
            }
        }

        /** The next word of the line, empty at its end, before which the bytes stop. */
        private String word() {
            while (bytes.hasRemaining() && isBlank(here()) && here() != '\n') {
                bytes.get();
            }
            int start = bytes.position();
            while (bytes.hasRemaining() && !isBlank(here())) {
                bytes.get();
            }
            byte[] word = new byte[bytes.position() - start];
            bytes.get(start, word);
            return new String(word, StandardCharsets.ISO_8859_1);
        }

        private byte here() {
            return bytes.get(bytes.position());
        }

        private static boolean isBlank(byte character) {
            return character == ' ' || character == '\t' || character == '\r' || character == '\n';
        }

        @Override
        public FormulaException error(String what) {
            return new FormulaException(file + ": line " + line + ": " + what);
        }

        @Override
        public int left() {
            return bytes.remaining();
        }
    }
}
