package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import keops.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);

    @TempDir
    private Path folder;

    private FileLocks locks() {
        return FileLocks.of(folder.resolve("locks"));
    }

    /** Holds a lock of a file until it is told to go. */
    static final class Holder {
        private Holder() {}

        public static void main(String... arguments) throws IOException {
            try (var _ = FileLocks.of(Path.of(arguments[0])).acquire(arguments[1], Duration.ofMinutes(1))) {
                System.out.println("held");
                assertTrue(System.in.read() >= 0);
            }
            System.out.println("free");
            assertTrue(System.in.read() < 0);
        }
    }

    @Test
    void aFileHasOneSetOfLocks() {
        assertSame(locks(), FileLocks.of(folder.resolve("x").resolve("..").resolve("locks")));
    }

    @Test
    void aLockIsHeldByOneThreadAtATime() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var all = IntStream.range(0, 8).mapToObj(_ -> threads.submit((Callable<Void>) () -> {
                for (int k = 0; k < 50; k++) {
                    try (var _ = locks().acquire(A, Duration.ofMinutes(1))) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                    }
                }
                return null;
            })).toList();
            for (var one : all) {
                one.get();
            }
        }
        assertEquals(1, most.get());
    }

    @Test
    void locksOfOtherNamesAreFree() {
        try (var _ = locks().acquire(A, Duration.ofMinutes(1))) {
            try (var _ = locks().tryAcquire(B).orElseThrow()) {
                assertFalse(locks().tryAcquire(A).isPresent());
            }
            assertFalse(locks().tryAcquire(A).isPresent(), "the end of one lock does not end another");
        }
        locks().tryAcquire(A).orElseThrow().close();
    }

    @Test
    void aLockOfAnotherProcessIsWaitedForAndFreeWhenThatIsKilled() throws Exception {
        for (boolean isKilled : new boolean[] {false, true}) {
            Process process = ChildJvm.builder(List.of(), Holder.class, folder.resolve("locks").toString(), A).start();
            try (BufferedReader output = process.inputReader()) {
                assertEquals("held", output.readLine());
                assertFalse(locks().tryAcquire(A).isPresent());
                locks().tryAcquire(B).orElseThrow().close();
                locks().acquire(A, Duration.ofMillis(20)).close(); // it waits for a time only
                if (isKilled) {
                    process.destroyForcibly();
                } else {
                    process.getOutputStream().write('\n');
                    process.getOutputStream().flush();
                    assertEquals("free", output.readLine());
                }
                locks().acquire(A, Duration.ofDays(1)).close();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aThreadThatHangsDoesNotStopTheOthers() throws Exception {
        try (var _ = locks().acquire(A, Duration.ofMinutes(1))) {
            var late = new FutureTask<Optional<FileLocks.Held>>(() -> {
                locks().acquire(A, Duration.ofMillis(20)).close(); // it waits for a time only
                return locks().tryAcquire(A);
            });
            Thread.ofPlatform().start(late);
            assertEquals(Optional.empty(), late.get(), "who goes on without the lock does not end it");
        }
        locks().tryAcquire(A).orElseThrow().close();
    }

    @Test
    void whoHasALockAndWantsItAgainIsToldSo() {
        try (var _ = locks().acquire(A, Duration.ofMinutes(1))) {
            assertThrows(IllegalStateException.class, () -> locks().acquire(A, Duration.ofMinutes(1)));
            assertFalse(locks().tryAcquire(A).isPresent());
        }
        locks().acquire(A, Duration.ofMinutes(1)).close();
    }

    @Test
    void anInterruptDoesNotEndTheWaiting() throws Exception {
        Thread waiting;
        var isDone = new AtomicInteger();
        try (var _ = locks().acquire(A, Duration.ofMinutes(1))) {
            waiting = Thread.ofPlatform().start(() -> {
                try (var _ = locks().acquire(A, Duration.ofMinutes(1))) {
                    isDone.set(Thread.currentThread().isInterrupted() ? 1 : 2);
                }
            });
            waiting.interrupt();
            waiting.join(50);
            assertEquals(0, isDone.get());
        }
        waiting.join();
        assertEquals(1, isDone.get(), "the interrupt is still set");
    }

    @Test
    void whereFilesCannotBeLockedThreadsTakeTurns() {
        FileLocks none = FileLocks.of(folder.resolve("missing").resolve("locks"));
        try (var _ = none.acquire(A, Duration.ofMinutes(1))) {
            assertFalse(none.tryAcquire(A).isPresent());
        }
        none.acquire(A, Duration.ofMinutes(1)).close();
    }
}
