package keops.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LruCacheTest {
    private final AtomicInteger made = new AtomicInteger();
    private final LruCache<String, Object> recent = new LruCache<>(2);

    private Object ask(String key) {
        return recent.get(key, () -> {
            made.incrementAndGet();
            return new Object();
        });
    }

    @Test
    void whatWasNotAskedForTheLongestTimeGoes() {
        Object a = ask("a");
        ask("b");
        assertSame(a, ask("a"));
        ask("c");
        assertSame(a, ask("a"));
        assertEquals(3, made.get());
        ask("b");
        assertEquals(4, made.get());
    }

    @Test
    void manyThreadsGetTheOneThatIsMade() throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var results = IntStream.range(0, 8).mapToObj(_ -> threads.submit((Callable<Object>) () -> {
                start.await();
                return ask("a");
            })).toList();
            start.countDown();
            for (var result : List.copyOf(results)) {
                assertSame(ask("a"), result.get());
            }
        }
        assertEquals(1, made.get());
    }

    @Test
    void whatFailedIsTriedAgain() {
        assertThrows(IllegalStateException.class, () -> recent.get("a", () -> {
            throw new IllegalStateException("no");
        }));
        assertSame(ask("a"), ask("a"));
        assertEquals(1, made.get());
    }
}
