package keops.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Serves a few files to this machine alone, some of them badly. */
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** A file, of which the end may be missing. */
    private static final class Answer {
        private final byte[] bytes;
        private final int sent;

        Answer(byte[] bytes, int sent) {
            this.bytes = bytes.clone();
            this.sent = sent;
        }
    }

    LoopbackServer() throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.ofPlatform().daemon().start(() -> serve(client));
                } catch (IOException e) {
                    return; // it was closed
                }
            }
        });
    }

    /** Where it is, without a slash at the end. */
    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    void put(String path, byte[] bytes) {
        answers.put(path, new Answer(bytes, bytes.length));
    }

    void put(String path, String text) {
        put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file whose end never comes. */
    void putCut(String path, byte[] bytes, int sent) {
        answers.put(path, new Answer(bytes, sent));
    }

    /** The paths that were asked for. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve(Socket client) {
        try (client;
                var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = client.getOutputStream()) {
            String path = in.readLine().split(" ", 3)[1];
            asked.add(path);
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            Answer answer = answers.get(path);
            String head = answer == null
                    ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: " + answer.bytes.length + "\r\nConnection: close\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            if (answer != null) {
                out.write(answer.bytes, 0, answer.sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
