package keops.cpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import keops.plan.Unwatched;
import keops.plan.Watch;
import org.junit.jupiter.api.Test;

/** Tasks run once each; what one throws reaches the caller and ends the rest; no call waits for another. */
class WorkersTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void everyTaskRunsOnce() {
        runAll();
    }

    private static void runAll() {
        for (int count : new int[] {0, 1, 2, 3, 1000}) {
            for (int threads : new int[] {1, 2, 3, 8}) {
                var runs = new AtomicIntegerArray(count);
                assertTimeoutPreemptively(LIMIT, () -> Workers.run(count, threads, Unwatched.CALL,
                        runs::incrementAndGet));
                for (int k = 0; k < count; k++) {
                    assertEquals(1, runs.get(k), "task " + k + " of " + count + " on " + threads + " threads");
                }
            }
        }
    }

    @Test
    void whatATaskThrowsReachesTheCaller() {
        for (Throwable thrown : new Throwable[] {new IllegalStateException("x"), new StackOverflowError("y")}) {
            for (int failing : new int[] {0, 1, 500, 999}) {
                var begun = new AtomicInteger();
                Throwable caught = assertTimeoutPreemptively(LIMIT, () -> assertThrows(thrown.getClass(),
                        () -> Workers.run(1000, 2, Unwatched.CALL, k -> {
                            begun.incrementAndGet();
                            if (k == failing) {
                                sneak(thrown);
                            }
                        })));
                assertSame(thrown, caught);
                assertTrue(begun.get() <= 1000);
                runAll();
            }
        }
    }

    private static void sneak(Throwable thrown) {
        switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(thrown);
        }
    }

    /** Two tasks that wait for each other: one thread alone would not get through. */
    @Test
    void aHelperComesWhetherItSleepsOrHasJustHelped() {
        for (long pauseMillis : new long[] {0, 0, 1, 100, 0}) {
            assertTimeoutPreemptively(LIMIT, () -> {
                Thread.sleep(pauseMillis);
                var both = new CyclicBarrier(2);
                Workers.run(2, 2, Unwatched.CALL, _ -> await(both));
            });
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException("nobody else came", e);
        }
    }

    @Test
    void noFurtherTaskBeginsAfterAFailure() {
        var begun = new AtomicInteger();
        assertThrows(ArithmeticException.class, () -> Workers.run(1_000_000, 1, Unwatched.CALL, k -> {
            begun.incrementAndGet();
            throw new ArithmeticException();
        }));
        assertEquals(1, begun.get());
    }

    /**
     * More waiting callers than helpers, each inside a task of another: only callers that work themselves get through.
     */
    @Test
    void runsInsideRunsDoNotBlock() {
        var leaves = new AtomicInteger();
        assertTimeoutPreemptively(LIMIT, () -> Workers.run(8, 8, Unwatched.CALL, _ ->
                Workers.run(8, 8, Unwatched.CALL, _ -> Workers.run(8, 8, Unwatched.CALL,
                        _ -> leaves.incrementAndGet()))));
        assertEquals(512, leaves.get());
    }

    @Test
    void helpersThatSleepElsewhereAreNotWaitedFor() {
        var done = new AtomicInteger();
        assertTimeoutPreemptively(LIMIT, () -> IntStream.range(0, 32).parallel().forEach(_ ->
                Workers.run(16, 16, Unwatched.CALL, _ -> done.incrementAndGet())));
        assertEquals(512, done.get());
    }

    /** Helpers that are busy elsewhere have not taken up the requests of a call when it ends. */
    @Test
    void aCallThatHasEndedLeavesNoRequestBehind() throws InterruptedException {
        var isOver = new CountDownLatch(1);
        int threads = Runtime.getRuntime().availableProcessors() + 1;
        var areBusy = new CountDownLatch(2);
        Thread busy = Thread.ofPlatform().start(() -> Workers.run(threads, threads, Unwatched.CALL, _ -> {
            areBusy.countDown();
            await(isOver);
        }));
        areBusy.await();
        for (int call = 0; call < 100; call++) {
            Workers.run(8, 8, Unwatched.CALL, _ -> { });
        }
        int waiting = Workers.waitingRequests();
        isOver.countDown();
        busy.join();
        assertTrue(waiting <= threads, waiting + " requests for help wait, with no call but one that runs");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The caller waits for a helper; the interrupt reaches the helper by the watch, and the caller keeps its flag. */
    @Test
    void anInterruptOfAWaitingCallerIsTold() throws InterruptedException {
        var noted = new CountDownLatch(1);
        Watch watch = new Unwatched() {
            @Override
            public void interrupt() {
                noted.countDown();
            }
        };
        var both = new CyclicBarrier(2);
        boolean[] isInterrupted = {false};
        Thread caller = new Thread(() -> {
            Workers.run(2, 2, watch, _ -> {
                await(both);
                if (Thread.currentThread().getName().startsWith("keops-worker")) {
                    await(noted);
                }
            });
            isInterrupted[0] = Thread.currentThread().isInterrupted();
        });
        caller.start();
        while (caller.isAlive() && noted.getCount() > 0) {
            Thread.sleep(10);
            if (caller.getState() == Thread.State.TIMED_WAITING) {
                caller.interrupt();
            }
        }
        caller.join();
        assertTrue(isInterrupted[0], "the flag is still set");
    }
}
