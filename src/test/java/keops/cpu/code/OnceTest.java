package keops.cpu.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is made once. */
class OnceTest {
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void nothingIsMadeBeforeItIsAskedFor() {
        var once = new Once<>(made::incrementAndGet);
        assertTrue(once.made().isEmpty());
        assertEquals(1, once.get());
        assertEquals(1, once.get());
        assertEquals(1, once.made().orElseThrow());
    }

    @Test
    void threadsThatAskTogetherGetTheSame() throws InterruptedException {
        var start = new CountDownLatch(1);
        var once = new Once<>(() -> {
            Thread.onSpinWait();
            return made.incrementAndGet();
        });
        var sum = new AtomicInteger();
        var threads = new Thread[8];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = Thread.ofPlatform().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                sum.addAndGet(once.get());
            });
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(threads.length, sum.get());
    }

    @Test
    void afterAFailureTheNextOneTriesAgain() {
        var once = new Once<>(() -> {
            if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("the first");
            }
            return made.get();
        });
        assertThrows(IllegalStateException.class, once::get);
        assertEquals(2, once.get());
    }
}
