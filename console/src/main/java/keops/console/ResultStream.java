package keops.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Standard output that remembers why a write failed, since the writers on top of it do not. */
final class ResultStream extends OutputStream {
    private final OutputStream out;
    private IOException failure;

    ResultStream(OutputStream out) {
        this.out = out;
    }

    /** The first failure. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether a failure means that the reader closed the pipe, as after {@code | head}. */
    static boolean isClosedPipe(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("broken pipe") || text.contains("pipe is being closed");
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            throw kept(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw kept(e);
        }
    }

    private IOException kept(IOException e) {
        failure = failure == null ? e : failure;
        return e;
    }
}
