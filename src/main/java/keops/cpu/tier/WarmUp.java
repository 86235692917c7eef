package keops.cpu.tier;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import keops.cpu.code.ElementKind;
import keops.cpu.code.Narrow;
import keops.cpu.code.TileKernel;
import keops.cpu.emit.PlacedKernel;
import keops.cpu.emit.StepKernel;

/**
 * Runs the kernels of {@code Steps} on made-up numbers until C2 has compiled them, in a thread that ends when all are.
 * It begins a while after the first formula came, so as not to compete with that formula's own kernels for the
 * compiler.
 */
final class WarmUp {
    /** Longer than this it is not tried; the kernel is then never called warm. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A JVM where so many kernels, and no other, did not become warm has no C2. */
    private static final int FAILURES_WITHOUT_COMPILER = 3;
    /** Calls after which C2 takes a method that loops, with some to spare (600 and 15,000 turns). */
    private static final int CALLS = 800;
    private static final int COLUMNS = 40;
    private static final int BURST = 50;
    private static final long PAUSE_MILLIS = 2;
    /**
     * Nanoseconds per vector and call: compiled by C2, an operation takes a tenth at most; by C1, several times as
     * many.
     */
    private static final int WARM_NANOS = 40;
    private static final int CALL_NANOS = 200;

    /** Requests that wait; where formulas come faster, the oldest are given up. */
    private static final int MOST_REQUESTS = 32;

    /** The one for all formulas of this JVM. */
    static final WarmUp STANDARD = new WarmUp(TimeUnit.MILLISECONDS.toNanos(800));

    private final long delayNanos;
    private final Deque<Request> queue = new ArrayDeque<>();
    private final Set<TileKernel> warm = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean isRunning;
    private int failures;

    WarmUp(long delayNanos) {
        this.delayNanos = delayNanos;
    }

    private record Request(Supplier<List<StepKernel>> steps, Runnable whenWarm) {}

    /**
     * Whether some kernels were warmed up. Where nothing was yet, they are not asked for, since their making takes
     * time.
     */
    boolean areWarm(Supplier<List<StepKernel>> steps) {
        if (!hasWarmKernels()) {
            return false;
        }
        List<StepKernel> all = steps.get();
        return !all.isEmpty() && all.stream().allMatch(this::isWarm);
    }

    /** Warms some kernels up some time later, and tells when all are warm. */
    synchronized void request(Supplier<List<StepKernel>> steps, Runnable whenWarm) {
        queue.add(new Request(steps, whenWarm));
        if (queue.size() > MOST_REQUESTS) {
            queue.removeFirst();
        }
        if (!isRunning) {
            isRunning = true;
            Thread thread = new Thread(this::work, "keops-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private synchronized boolean hasWarmKernels() {
        return !warm.isEmpty();
    }

    private synchronized boolean isWarm(StepKernel step) {
        return warm.contains(step.kernel().kernel());
    }

    private synchronized void isDone(StepKernel step) {
        warm.add(step.kernel().kernel());
    }

    private synchronized void hasFailed() {
        failures++;
    }

    private synchronized Request next() {
        if (failures >= FAILURES_WITHOUT_COMPILER && warm.isEmpty()) {
            queue.clear();
        }
        Request next = queue.poll();
        isRunning = next != null;
        return next;
    }

    private void work() {
        try {
            TimeUnit.NANOSECONDS.sleep(delayNanos);
            for (Request request = next(); request != null; request = next()) {
                List<StepKernel> steps = request.steps().get();
                boolean areWarm = !steps.isEmpty();
                for (int k = 0; k < steps.size() && areWarm; k++) {
                    areWarm = isWarm(steps.get(k)) || becomesWarm(steps.get(k));
                }
                if (areWarm) {
                    request.whenWarm().run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean becomesWarm(StepKernel step) throws InterruptedException {
        try {
            return isRunUntilWarm(step);
        } catch (IndexOutOfBoundsException e) {
            // Its vectors are longer than the made-up ones: it stays cold, and its formulas begin row by row.
            return false;
        }
    }

    private boolean isRunUntilWarm(StepKernel step) throws InterruptedException {
        var numbers = new MadeUpNumbers(step.shape().kind());
        long limit = CALL_NANOS + (long) COLUMNS * WARM_NANOS * step.work();
        long start = System.nanoTime();
        for (int calls = 0; System.nanoTime() - start < PATIENCE_NANOS; calls += BURST) {
            long burst = System.nanoTime();
            for (int call = 0; call < BURST; call++) {
                numbers.run(step.kernel(), COLUMNS);
            }
            if (System.nanoTime() - burst < BURST * limit) {
                isDone(step);
                return true;
            }
            if (calls > CALLS) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        hasFailed();
        return false;
    }

    /** Arrays that are large enough for any kernel of a tile. */
    private static final class MadeUpNumbers {
        private static final int LENGTH = 1 << 17;
        private static final long SEED = 7;

        private final Object inputs;
        private final Object pairs;
        private final Object results;
        private final Object columnSums;
        private final long[] events = new long[LENGTH];

        MadeUpNumbers(ElementKind kind) {
            double[] numbers = new SplittableRandom(SEED).doubles(LENGTH, -1, 1).toArray();
            this.inputs = copy(kind, numbers);
            this.pairs = copy(kind, numbers);
            this.results = copy(kind, numbers);
            this.columnSums = copy(kind, numbers);
        }

        /** Of both signs, so that comparisons come out either way. */
        private static Object copy(ElementKind kind, double[] numbers) {
            return kind == ElementKind.DOUBLE ? numbers.clone() : Narrow.toFloats(numbers);
        }

        void run(PlacedKernel kernel, int columns) {
            kernel.kernel().run(inputs, 0, inputs, 0, columns, inputs, pairs, results, columnSums, events,
                    kernel.offsets());
        }
    }
}
