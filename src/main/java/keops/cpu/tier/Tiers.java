package keops.cpu.tier;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import keops.cpu.code.Once;
import keops.cpu.code.Operands;
import keops.cpu.emit.PassCode;
import keops.cpu.emit.PassEmitter;
import keops.cpu.emit.StepKernel;

/**
 * The ways to run a pass. Its own kernels are the fastest, but only when C2 has compiled them; before, they are very
 * slow. {@code Steps} take two or three times as long, and are compiled already, unless some of them is new to this
 * JVM; then kernels take row by row, which is slower again but at a fair speed at once. So a pass begins with steps or
 * rows. When it has taken some time, its kernels are made, and take a few columns of tiles, so as to become warm on
 * true data: it is calls that make C2 compile them, and long ones are hardly better than short ones. They take twice as
 * many columns each time that they were no slower, until they take all. All three compute the same bits, so that nobody
 * can tell which it was.
 */
public final class Tiers {
    /** Time that goes by before kernels are worth their making and compiling, which takes about as long. */
    private static final long START_NANOS = 300_000_000;
    /**
     * The same where rows are taken one by one: kernels will be more than ten times as fast. But a small first call of
     * a JVM ends before, and need not load the Vector API.
     */
    private static final long EARLY_START_NANOS = 100_000_000;
    /** Kernels that are not compiled yet take a fourth of the time of steps at most, or as much time as rows do. */
    private static final int SHARE = 4;
    private static final int EARLY_SHARE = 1;
    /** Kernels that are no faster after this time will hardly ever be, and get another share. */
    private static final long PATIENCE_NANOS = 2_000_000_000;
    private static final int SHARE_WITHOUT_PATIENCE = 64;
    /** What starting a kernel may take in any case. */
    private static final long CALL_NANOS = 500;
    /**
     * Calls after which C2 will have begun to compile a method: some 3,000 of a few columns each, or a few times as
     * many if much else waits for it.
     */
    private static final int CALLS_TO_COMPILE = 10_000;
    /**
     * The columns that such a call takes. What C2 has only seen to end after one turn it does not compile as a loop:
     * gradients took a fifth longer then.
     */
    private static final int FEWEST_COLUMNS = 4;
    /** Until then, kernels are called so many times per tile at most; then once, while C2 is at work. */
    private static final int CALLS_PER_TILE = 16;
    /** Every so many tiles, kernels that took over are timed; C2 may have thrown their code away. */
    private static final int TILES_PER_CHECK = 64;
    private static final int MUCH_SLOWER = 4;

    /** The code of a pass, each form made when it is needed first. */
    interface Forms {
        PassCode kernels();

        Optional<PassCode> steps();

        Optional<PassCode> rows();

        /** Whether steps are warm; if not, it will be told when they are. */
        boolean areStepsWarm(Runnable whenWarm);
    }

    private final TierPolicy policy;
    private final Forms forms;
    private final int tileColumns;
    private final LongSupplier nanoTime;
    private final Once<Boolean> wereStepsWarm;
    private final AtomicBoolean areKernelsStarted = new AtomicBoolean();
    /** What steps or rows took, for how many columns; and what kernels took that were not compiled yet. */
    private final AtomicLong slowNanos = new AtomicLong();
    private final AtomicLong slowColumns = new AtomicLong();
    private final AtomicLong kernelNanos = new AtomicLong();
    private final AtomicInteger kernelCalls = new AtomicInteger();
    private volatile boolean areStepsWarm;
    private volatile boolean hasRun;
    /** The columns of a tile that kernels take, all of them from the number of columns of a tile on. */
    private volatile int kernelColumns;

    /**
     * The tiers of a pass.
     *
     * @param tileColumns the columns of a tile
     * @param nanoTime a clock
     */
    Tiers(TierPolicy policy, Forms forms, int tileColumns, LongSupplier nanoTime) {
        this.policy = policy;
        this.forms = forms;
        this.tileColumns = tileColumns;
        this.nanoTime = nanoTime;
        this.wereStepsWarm = new Once<>(() -> forms.areStepsWarm(this::changeToSteps));
    }

    /** The tiers of a pass. */
    public static Tiers of(TierPolicy policy, PassEmitter emitter) {
        var kernels = new Once<>(emitter::ownKernels);
        var steps = new Once<>(emitter::sharedSteps);
        var rows = new Once<>(emitter::rowKernels);
        Supplier<List<StepKernel>> toWarm = () -> steps.get().map(emitter::toWarm).orElseGet(List::of);
        return new Tiers(policy, new Forms() {
            @Override
            public PassCode kernels() {
                return kernels.get();
            }

            @Override
            public Optional<PassCode> steps() {
                return steps.get();
            }

            @Override
            public Optional<PassCode> rows() {
                return rows.get();
            }

            @Override
            public boolean areStepsWarm(Runnable whenWarm) {
                boolean areWarm = WarmUp.STANDARD.areWarm(toWarm);
                if (!areWarm) {
                    WarmUp.STANDARD.request(toWarm, whenWarm);
                }
                return areWarm;
            }
        }, emitter.shape().tileColumns(), System::nanoTime);
    }

    /** Whether it has run. */
    public boolean hasRun() {
        return hasRun;
    }

    /** What runs the pass now, in words. */
    public String state() {
        return switch (policy) {
            case KERNELS -> "by kernels";
            case STEPS -> "by steps";
            case ROWS -> "row by row";
            case MIXED -> "by all forms of kernels";
            case AUTO -> hasRun ? stateByChoice() : "by nothing yet";
        };
    }

    private String stateByChoice() {
        boolean areWarm = areWarm();
        if (kernelColumns >= tileColumns || slowForm(areWarm).isEmpty()) {
            return "by kernels";
        }
        return (areWarm ? "by steps" : "row by row") + (kernelColumns == 0 ? "" : ", while kernels warm up");
    }

    private boolean areWarm() {
        return areStepsWarm || wereStepsWarm.get();
    }

    private Optional<PassCode> slowForm(boolean areWarm) {
        return areWarm ? forms.steps() : forms.rows();
    }

    /** The pass's own kernels; they are made when they are asked for first. */
    public PassCode kernels() {
        return forms.kernels();
    }

    /** Makes what runs the pass, and asks for warm steps: they become so in the background. */
    public void prepare() {
        kernels();
        if (policy == TierPolicy.AUTO) {
            forms.rows();
            wereStepsWarm.get();
        }
    }

    /**
     * Runs the pass on the columns of a tile.
     *
     * @param operands the block of rows and the tile
     * @param width the columns
     * @param tile tells tiles from each other
     * @param afterKernel is told how many {@code Events} a kernel left
     */
    public void run(Operands operands, int width, int tile, IntConsumer afterKernel) {
        if (!hasRun) {
            hasRun = true;
        }
        switch (policy) {
            case AUTO -> runWhatIsFaster(operands, width, tile, afterKernel);
            case KERNELS -> kernels().run(operands, 0, width, afterKernel);
            case STEPS -> forms.steps().orElseGet(this::kernels).run(operands, 0, width, afterKernel);
            case ROWS -> forms.rows().orElseGet(this::kernels).run(operands, 0, width, afterKernel);
            case MIXED -> {
                Optional<PassCode> slow = tile % 2 == 0 ? forms.steps() : forms.rows();
                mix(slow.orElseGet(this::kernels), operands, width, calls -> calls == 0 ? width / 3 : 0, afterKernel);
            }
        }
    }

    private void runWhatIsFaster(Operands operands, int width, int tile, IntConsumer afterKernel) {
        if (kernelColumns >= tileColumns) {
            if (tile % TILES_PER_CHECK != 0) {
                kernels().run(operands, 0, width, afterKernel);
            } else if (time(kernels(), operands, 0, width, afterKernel) > MUCH_SLOWER * slowTime(width)) {
                kernelColumns = FEWEST_COLUMNS;
            }
            return;
        }
        boolean areWarm = areWarm();
        Optional<PassCode> slow = slowForm(areWarm);
        if (slow.isEmpty()) {
            kernels().run(operands, 0, width, afterKernel);
        } else if (kernelColumns == 0) {
            runSlowly(slow.get(), operands, 0, width, afterKernel);
            boolean isTime = slowNanos.get() > (areWarm ? START_NANOS : EARLY_START_NANOS);
            if (isTime && areKernelsStarted.compareAndSet(false, true)) {
                kernels();
                kernelColumns = FEWEST_COLUMNS;
            }
        } else {
            int most = kernelCalls.get() < CALLS_TO_COMPILE ? CALLS_PER_TILE : 1;
            IntUnaryOperator ofCall = calls -> calls < most && mayTryKernels(areWarm) ? kernelColumns : 0;
            mix(slow.get(), operands, width, ofCall, afterKernel);
        }
    }

    /** Whether kernels that are not compiled yet have not had their share of the time. */
    private boolean mayTryKernels(boolean areWarm) {
        long spent = kernelNanos.get();
        int share = spent > PATIENCE_NANOS ? SHARE_WITHOUT_PATIENCE : areWarm ? SHARE : EARLY_SHARE;
        return spent * share <= slowNanos.get();
    }

    private void changeToSteps() {
        slowNanos.set(0);
        slowColumns.set(0);
        kernelNanos.set(0);
        areStepsWarm = true;
    }

    /**
     * Runs some columns by kernels, and the others by steps or rows.
     *
     * @param ofCall how many columns the next call of kernels takes, by the number of calls before it; 0 ends the calls
     */
    private void mix(
            PassCode slow, Operands operands, int width, IntUnaryOperator ofCall, IntConsumer afterKernel) {
        int taken = 0;
        int columns = Math.min(ofCall.applyAsInt(0), width);
        for (int call = 1; columns > 0; call++) {
            tryKernels(operands, slow.isDescending() ? width - taken - columns : taken, columns, afterKernel);
            taken += columns;
            columns = Math.min(ofCall.applyAsInt(call), width - taken);
        }
        if (slow.isDescending()) {
            runSlowly(slow, operands, 0, width - taken, afterKernel);
        } else {
            runSlowly(slow, operands, taken, width, afterKernel);
        }
    }

    private void tryKernels(Operands operands, int first, int columns, IntConsumer afterKernel) {
        long nanos = time(kernels(), operands, first, first + columns, afterKernel);
        kernelNanos.addAndGet(nanos);
        kernelCalls.incrementAndGet();
        boolean isFast = nanos <= slowTime(columns);
        kernelColumns = isFast
                ? Math.min(2 * Math.max(columns, kernelColumns), tileColumns)
                : Math.max(FEWEST_COLUMNS, columns / 2);
    }

    /** What steps or rows take for some columns. */
    private long slowTime(int columns) {
        return slowNanos.get() * columns / Math.max(1, slowColumns.get()) + CALL_NANOS;
    }

    private void runSlowly(PassCode slow, Operands operands, int first, int end, IntConsumer afterKernel) {
        if (first < end) {
            slowNanos.addAndGet(time(slow, operands, first, end, afterKernel));
            slowColumns.addAndGet(end - first);
        }
    }

    private long time(PassCode code, Operands operands, int first, int end, IntConsumer afterKernel) {
        long start = nanoTime.getAsLong();
        code.run(operands, first, end, afterKernel);
        return nanoTime.getAsLong() - start;
    }
}
