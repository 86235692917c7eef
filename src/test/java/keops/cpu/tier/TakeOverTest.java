package keops.cpu.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import keops.cpu.code.Operands;
import keops.cpu.code.TileKernel;
import keops.cpu.emit.PassCode;
import keops.cpu.emit.PlacedKernel;
import keops.plan.Unwatched;
import org.junit.jupiter.api.Test;

/** When kernels take over: by a clock that only kernels, steps and rows move. */
class TakeOverTest {
    private static final int TILE = 512;
    private static final Operands NOTHING =
            new Operands(null, 0, null, null, null, null, null, null, Unwatched.CALL);
    private static final long STEP_NANOS = 20;
    private static final long ROW_NANOS = 200;

    private long now;
    private long kernelNanos = 5_000;
    /** Calls after which kernels are compiled. */
    private long callsToCompile = Long.MAX_VALUE;
    private long kernelCalls;
    private long stepsDone;
    private long rowsDone;
    private long kernelsDone;
    private boolean areKernelsMade;
    private boolean isDescending;
    private boolean hasRows = true;
    private final StringBuilder columns = new StringBuilder();
    private Runnable whenWarm;

    private PassCode code(char name, LongUnaryOperator work) {
        TileKernel kernel = (_, _, _, first, end, _, _, _, _, _, _) -> {
            now += work.applyAsLong(end - first);
            columns.append(first).append('-').append(end).append(name).append(' ');
            return 0;
        };
        return new PassCode(List.of(new PlacedKernel(kernel, new int[0], new int[0], new int[0], new int[0])), TILE,
                isDescending);
    }

    private final class MadeUpForms implements Tiers.Forms {
        private final boolean areWarm;

        MadeUpForms(boolean areWarm) {
            this.areWarm = areWarm;
        }

        @Override
        public PassCode kernels() {
            areKernelsMade = true;
            return code('k', count -> {
                kernelsDone += count;
                return count * (kernelCalls++ < callsToCompile ? kernelNanos : STEP_NANOS);
            });
        }

        @Override
        public Optional<PassCode> steps() {
            return Optional.of(code('s', count -> {
                stepsDone += count;
                return count * STEP_NANOS;
            }));
        }

        @Override
        public Optional<PassCode> rows() {
            return hasRows
                    ? Optional.of(code('r', count -> {
                        rowsDone += count;
                        return count * ROW_NANOS;
                    }))
                    : Optional.empty();
        }

        @Override
        public boolean areStepsWarm(Runnable told) {
            whenWarm = told;
            return areWarm;
        }
    }

    private Tiers tiers(boolean areWarm) {
        return new Tiers(TierPolicy.AUTO, new MadeUpForms(areWarm), TILE, () -> now);
    }

    private void run(Tiers tiers, int tiles) {
        for (int tile = 1; tile <= tiles; tile++) {
            tiers.run(NOTHING, TILE, tile, _ -> { });
        }
    }

    @Test
    void aShortCallTakesStepsOnly() {
        Tiers tiers = tiers(true);
        run(tiers, 1_000);
        assertEquals(1_000L * TILE, stepsDone);
        assertFalse(areKernelsMade);
        assertEquals("by steps", tiers.state());
    }

    @Test
    void whatIsPreparedIsThereBeforeTheFirstTile() {
        Tiers tiers = tiers(false);
        tiers.prepare();
        assertTrue(areKernelsMade);
        assertEquals(0, stepsDone + rowsDone + kernelsDone);
        whenWarm.run();
        run(tiers, 1);
        assertEquals(TILE, stepsDone);
    }

    @Test
    void slowKernelsTakeASmallShareOfTheTime() {
        Tiers tiers = tiers(true);
        run(tiers, 200_000);
        assertTrue(areKernelsMade);
        double share = (double) kernelsDone * kernelNanos / now;
        assertTrue(share > 0.1 && share < 0.3, "share of the time: " + share);
        assertEquals("by steps, while kernels warm up", tiers.state());
    }

    @Test
    void kernelsTakeOverWhenTheyHaveBecomeFast() {
        Tiers tiers = tiers(true);
        run(tiers, 40_000);
        kernelNanos = STEP_NANOS / 2;
        run(tiers, 100);
        assertEquals("by kernels", tiers.state());
        long steps = stepsDone;
        run(tiers, 1_000);
        assertEquals(steps, stepsDone);
    }

    @Test
    void kernelsThatLostTheirCodeStepBack() {
        Tiers tiers = tiers(true);
        run(tiers, 40_000);
        kernelNanos = STEP_NANOS / 2;
        run(tiers, 1_000);
        kernelNanos = 5_000;
        run(tiers, 200);
        assertEquals("by steps, while kernels warm up", tiers.state());
    }

    @Test
    void withoutWarmStepsRowsAreTakenOneByOne() {
        Tiers tiers = tiers(false);
        run(tiers, 10);
        assertEquals(10L * TILE, rowsDone);
        assertEquals("row by row", tiers.state());
        whenWarm.run();
        run(tiers, 10);
        assertEquals(10L * TILE, stepsDone);
        assertEquals(10L * TILE, rowsDone);
        assertEquals("by steps", tiers.state());
    }

    @Test
    void rowsGiveWayToKernelsSoonerThanSteps() {
        Tiers tiers = tiers(false);
        kernelNanos = STEP_NANOS;
        run(tiers, 3_000);
        assertTrue(rowsDone < 1_500L * TILE, "columns taken row by row: " + rowsDone);
        assertEquals("by kernels", tiers.state());
    }

    /** Calls make the JIT compiler take notice, so there are many, but short ones. */
    @Test
    void kernelsAreCalledManyTimesPerTileUntilTheyAreCompiled() {
        callsToCompile = 4_000;
        Tiers tiers = tiers(false);
        run(tiers, 1_500);
        assertEquals("by kernels", tiers.state());
        long bySlowKernels = kernelsDone - TILE * (1_500 - rowsDone / TILE);
        assertTrue(bySlowKernels < 8 * callsToCompile, "columns taken by slow kernels: " + bySlowKernels);
    }

    @Test
    void mostOfATileIsLeftToStepsWhileKernelsAreSlow() {
        Tiers tiers = tiers(true);
        run(tiers, 29_000);
        for (int tile = 0; tile < 2_000; tile++) {
            long before = kernelsDone;
            run(tiers, 1);
            assertTrue(kernelsDone - before <= 64, "columns of a tile: " + (kernelsDone - before));
        }
        assertTrue(kernelsDone > 2_000, "columns taken by kernels: " + kernelsDone);
    }

    @Test
    void withoutRowsKernelsDoAllUntilStepsAreWarm() {
        hasRows = false;
        Tiers tiers = tiers(false);
        run(tiers, 10);
        assertEquals(10L * TILE, kernelsDone);
        whenWarm.run();
        run(tiers, 10);
        assertEquals(10L * TILE, stepsDone);
    }

    @Test
    void everyColumnIsTakenOnceInTheOrderOfThePass() {
        Tiers up = tiers(true);
        run(up, 29_310);
        columns.setLength(0);
        kernelNanos = STEP_NANOS;
        run(up, 1);
        assertEquals("0-4k 4-12k 12-28k 28-60k 60-124k 124-252k 252-508k 508-512k ", columns.toString());
        isDescending = true;
        kernelNanos = 5_000;
        Tiers down = tiers(true);
        run(down, 29_310);
        columns.setLength(0);
        kernelNanos = STEP_NANOS;
        run(down, 1);
        assertEquals("508-512k 500-508k 484-500k 452-484k 388-452k 260-388k 4-260k 0-4k ",
                columns.toString());
        kernelNanos = 5_000;
        Tiers slow = tiers(true);
        run(slow, 40_000);
        do {
            columns.setLength(0);
            run(slow, 1);
        } while (columns.indexOf("k") < 0);
        assertEquals("508-512k 0-508s ", columns.toString());
    }
}
