package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What may lie in the place of a file or a folder, and keep waiting who opens it. */
enum SpecialFile {
    PIPE,
    SOCKET,
    LINK_TO_A_PIPE,
    LINK_TO_A_DEVICE,
    LINK_TO_NOTHING;

    private static final List<String> MKFIFO = List.of("/usr/bin/mkfifo", "/bin/mkfifo");

    /** Whether this machine can make them. */
    static boolean areThere() {
        return mkfifo().isPresent();
    }

    private static Optional<String> mkfifo() {
        return MKFIFO.stream().filter(program -> Files.isExecutable(Path.of(program))).findFirst();
    }

    /** Makes one where nothing is; what it leads to lies in another folder. */
    void make(Path path, Path aside) throws IOException, InterruptedException {
        switch (this) {
            case PIPE -> pipe(path);
            case SOCKET -> socket(path, aside);
            case LINK_TO_A_PIPE -> {
                Path target = Files.createTempDirectory(aside, "p").resolve("pipe");
                pipe(target);
                Files.createSymbolicLink(path, target);
            }
            case LINK_TO_A_DEVICE -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
            case LINK_TO_NOTHING -> Files.createSymbolicLink(path, Path.of("nowhere"));
        }
    }

    private static void pipe(Path path) throws IOException, InterruptedException {
        assertEquals(0, run(mkfifo().orElseThrow(), path.toString()));
    }

    /** Sockets have short names only, so it is made elsewhere. */
    private static void socket(Path path, Path aside) throws IOException {
        Path made = Files.createTempDirectory(aside, "s").resolve("socket");
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(made));
        }
        Files.move(made, path);
    }

    static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** The result of work that may hang where nothing can interrupt it: then it is left behind. */
    static <T> T unlessItHangs(Callable<T> work) throws Exception {
        var task = new FutureTask<T>(work);
        Thread.ofPlatform().daemon().start(task);
        try {
            return task.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Throwable error -> throw (Error) error;
            }
        } catch (TimeoutException e) {
            throw new AssertionError("it hangs", e);
        }
    }
}
