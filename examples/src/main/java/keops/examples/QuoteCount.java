package keops.examples;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the quotes in the bytes of a file that are read through it. */
final class QuoteCount extends FilterInputStream {
    private boolean isOdd;

    QuoteCount(InputStream in) {
        super(in);
    }

    /** Whether the number of quotes so far is odd: then one is not closed, unless it stands within a field. */
    boolean isOdd() {
        return isOdd;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        isOdd ^= value == '"';
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        for (int k = offset; k < offset + count; k++) {
            isOdd ^= bytes[k] == '"';
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
