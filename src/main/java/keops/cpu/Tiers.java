package keops.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * The two ways to run a pass: by {@link Steps}, which are shared and warm already, and by kernels of its own, which are
 * several times as fast once C2 has compiled them, but very slow before. A pass begins with steps. When it has taken some
 * time, its kernels are made, and take a column of a tile now and then, so that they become warm on true data; twice as
 * many each time that they were no slower than steps, until they take all. Both compute the same bits, so that nobody can
 * tell which it was. Where some step is new to this JVM, kernels do all, as long as it is not warm.
 */
final class Tiers {
    /** Time that goes by before kernels are worth their making and compiling, which takes about as long. */
    private static final long START_NANOS = 200_000_000;
    /** Kernels that are not compiled yet take this share of the time at most. */
    private static final int SHARE = 4;
    /** Kernels that are no faster after this time will hardly ever be, and get another share. */
    private static final long PATIENCE_NANOS = 2_000_000_000;
    private static final int SHARE_WITHOUT_PATIENCE = 64;
    /** What starting a kernel may take in any case. */
    private static final long CALL_NANOS = 500;
    /** Every so many tiles, kernels that took over are timed; C2 may have thrown their code away. */
    private static final int TILES_PER_CHECK = 64;
    private static final int MUCH_SLOWER = 4;

    private final TierPolicy policy;
    private final Once<PassCode> steps;
    private final Once<PassCode> kernels;
    private final Once<Boolean> wereStepsWarm;
    private final int tileColumns;
    private final LongSupplier nanoTime;
    private final AtomicBoolean areKernelsStarted = new AtomicBoolean();
    private final AtomicLong stepNanos = new AtomicLong();
    private final AtomicLong stepColumns = new AtomicLong();
    private final AtomicLong kernelNanos = new AtomicLong();
    private volatile boolean areStepsWarm;
    /** The columns of a tile that kernels take, all of them from the number of columns of a tile on. */
    private volatile int kernelColumns;

    /** Tells of steps whether they are warm. */
    interface Warmth {
        /** Whether they are warm; if not, it will be told when they are. */
        boolean ask(Runnable whenWarm);
    }

    /**
     * The tiers of a pass.
     *
     * @param tileColumns the columns of a tile
     * @param nanoTime a clock
     */
    Tiers(TierPolicy policy, Once<PassCode> steps, Once<PassCode> kernels, Warmth warmth, int tileColumns,
            LongSupplier nanoTime) {
        this.policy = policy;
        this.steps = steps;
        this.kernels = kernels;
        this.wereStepsWarm = new Once<>(() -> warmth.ask(() -> areStepsWarm = true));
        this.tileColumns = tileColumns;
        this.nanoTime = nanoTime;
    }

    /** What runs the pass now, in words. */
    String state() {
        boolean areKernels = switch (policy) {
            case KERNELS -> true;
            case STEPS, MIXED -> false;
            case AUTO -> kernelColumns >= tileColumns || stepNanos.get() == 0;
        };
        return areKernels ? "by kernels" : kernelColumns == 0 ? "by steps" : "by steps, while kernels warm up";
    }

    /** Makes the kernels, and asks for warm steps: they become so in the background. */
    void prepare() {
        kernels.get();
        if (policy == TierPolicy.AUTO) {
            wereStepsWarm.get();
        }
    }

    /**
     * Runs the pass on the columns of a tile.
     *
     * @param width the columns
     * @param tile tells tiles from each other
     * @param afterKernel is told how many {@link Events} a kernel left
     */
    void run(PassCode.Runner runner, int width, int tile, IntConsumer afterKernel) {
        switch (policy) {
            case AUTO -> runWhatIsFaster(runner, width, tile, afterKernel);
            case STEPS -> steps.get().run(runner, 0, width, afterKernel);
            case KERNELS -> kernels.get().run(runner, 0, width, afterKernel);
            case MIXED -> mix(runner, width, width / 3, afterKernel);
        }
    }

    private void runWhatIsFaster(PassCode.Runner runner, int width, int tile, IntConsumer afterKernel) {
        if (kernelColumns >= tileColumns) {
            if (tile % TILES_PER_CHECK != 0) {
                kernels.get().run(runner, 0, width, afterKernel);
            } else if (runKernels(runner, 0, width, afterKernel) > MUCH_SLOWER * (stepTime(width) + CALL_NANOS)) {
                kernelColumns = 1;
            }
        } else if (!areStepsWarm && !wereStepsWarm.get()) {
            kernels.get().run(runner, 0, width, afterKernel);
        } else if (kernelColumns == 0) {
            runSteps(runner, 0, width, afterKernel);
            if (stepNanos.get() > START_NANOS && areKernelsStarted.compareAndSet(false, true)) {
                kernels.get();
                kernelColumns = 1;
            }
        } else {
            long spent = kernelNanos.get();
            int share = spent > PATIENCE_NANOS ? SHARE_WITHOUT_PATIENCE : SHARE;
            mix(runner, width, spent * share > stepNanos.get() ? 0 : Math.min(kernelColumns, width), afterKernel);
        }
    }

    /** Runs the first columns by kernels, and the others by steps. */
    private void mix(PassCode.Runner runner, int width, int taken, IntConsumer afterKernel) {
        if (kernels.get().isDescending()) {
            tryKernels(runner, width - taken, width, afterKernel);
            runSteps(runner, 0, width - taken, afterKernel);
        } else {
            tryKernels(runner, 0, taken, afterKernel);
            runSteps(runner, taken, width, afterKernel);
        }
    }

    private void tryKernels(PassCode.Runner runner, int first, int end, IntConsumer afterKernel) {
        if (first < end) {
            int columns = end - first;
            long nanos = runKernels(runner, first, end, afterKernel);
            kernelNanos.addAndGet(nanos);
            boolean isFast = nanos <= stepTime(columns) + CALL_NANOS;
            kernelColumns = isFast ? Math.min(2 * Math.max(columns, kernelColumns), tileColumns) : Math.max(1, columns / 2);
        }
    }

    /** What steps take for some columns. */
    private long stepTime(int columns) {
        return stepNanos.get() * columns / Math.max(1, stepColumns.get());
    }

    private long runKernels(PassCode.Runner runner, int first, int end, IntConsumer afterKernel) {
        long start = nanoTime.getAsLong();
        kernels.get().run(runner, first, end, afterKernel);
        return nanoTime.getAsLong() - start;
    }

    private void runSteps(PassCode.Runner runner, int first, int end, IntConsumer afterKernel) {
        if (first < end) {
            long start = nanoTime.getAsLong();
            steps.get().run(runner, first, end, afterKernel);
            stepNanos.addAndGet(nanoTime.getAsLong() - start);
            stepColumns.addAndGet(end - first);
        }
    }
}
