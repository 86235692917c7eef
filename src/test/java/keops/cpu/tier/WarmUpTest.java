package keops.cpu.tier;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.code.TileKernel;
import keops.cpu.emit.PlacedKernel;
import keops.cpu.emit.StepKernel;
import org.junit.jupiter.api.Test;

/** Steps become warm on a thread of their own. */
class WarmUpTest {
    private static final long LIMIT_SECONDS = 60;

    private final WarmUp warmUp = new WarmUp(0);

    /** A kernel that is slow at first, as if it were not compiled. */
    private static StepKernel step(List<Integer> calls, int slowCalls) {
        TileKernel kernel = (_, _, _, _, _, _, _, _, _, _, _) -> {
            calls.add(calls.size());
            long end = System.nanoTime() + (calls.size() < slowCalls ? 50_000 : 0);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return 0;
        };
        var shape = KernelShape.of(ElementKind.FLOAT, 128, 1, 1, 0, 0);
        return new StepKernel(shape, new PlacedKernel(kernel, new int[0], new int[0], new int[0], new int[0]), 1);
    }

    @Test
    void whoAskedIsToldWhenAllAreFast() throws InterruptedException {
        var calls = new ArrayList<Integer>();
        var others = new ArrayList<Integer>();
        List<StepKernel> steps = List.of(step(calls, 2_000), step(others, 0));
        var told = new CountDownLatch(1);
        warmUp.request(() -> steps, told::countDown);
        assertTrue(told.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertTrue(calls.size() >= 2_000, "calls of the slow one: " + calls.size());
        assertTrue(warmUp.areWarm(() -> steps));
        assertTrue(warmUp.areWarm(() -> steps.subList(0, 1)));
    }

    @Test
    void aStepThatCannotRunOnMadeUpNumbersHoldsNobodyUp() throws InterruptedException {
        TileKernel beyond = (_, _, _, _, _, _, _, _, _, _, _) -> {
            throw new ArrayIndexOutOfBoundsException("too long");
        };
        var cold = new StepKernel(
                KernelShape.of(ElementKind.FLOAT, 128, 1, 1, 0, 0), new PlacedKernel(beyond, new int[0], new int[0],
                new int[0], new int[0]), 1);
        var next = step(new ArrayList<>(), 0);
        var told = new CountDownLatch(1);
        warmUp.request(() -> List.of(cold), () -> {
            throw new AssertionError("it is not warm");
        });
        warmUp.request(() -> List.of(next), told::countDown);
        assertTrue(told.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertFalse(warmUp.areWarm(() -> List.of(cold)));
    }

    @Test
    void aStepThatWasNotAskedForIsNotWarm() {
        List<StepKernel> steps = List.of(step(new ArrayList<>(), 0));
        assertFalse(warmUp.areWarm(() -> steps));
    }

    @Test
    void whereRequestsComeTooFastTheOldestAreGivenUp() throws InterruptedException {
        var isTaken = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var told = new AtomicInteger();
        var last = new CountDownLatch(1);
        var patient = new WarmUp(0);
        patient.request(() -> {
            isTaken.countDown();
            awaitQuietly(release);
            return List.of(step(new ArrayList<>(), 0));
        }, told::incrementAndGet);
        assertTrue(isTaken.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        for (int k = 0; k < 100; k++) {
            List<StepKernel> steps = List.of(step(new ArrayList<>(), 0));
            patient.request(() -> steps, told::incrementAndGet);
        }
        List<StepKernel> steps = List.of(step(new ArrayList<>(), 0));
        patient.request(() -> steps, last::countDown);
        release.countDown();
        assertTrue(last.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertTrue(told.get() <= 33, "told: " + told.get());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
