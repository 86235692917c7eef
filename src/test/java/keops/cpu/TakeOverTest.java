package keops.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** When kernels take over: by a clock that only kernels, steps and rows move. */
class TakeOverTest {
    private static final int TILE = 512;
    private static final long STEP_NANOS = 20;
    private static final long ROW_NANOS = 200;

    private long now;
    private long kernelNanos = 5_000;
    private long stepsDone;
    private long rowsDone;
    private long kernelsDone;
    private boolean areKernelsMade;
    private boolean isDescending;
    private boolean hasRows = true;
    private final StringBuilder columns = new StringBuilder();
    private Runnable whenWarm;

    private PassCode code(char name, LongUnaryOperator work) {
        TileKernel kernel = (_, _, _, first, end, _, _, _, _, _) -> {
            now += work.applyAsLong(end - first);
            columns.append(first).append('-').append(end).append(name).append(' ');
            return 0;
        };
        return new PassCode(List.of(new PlacedKernel(kernel, new int[0], new int[0], new int[0])), TILE, isDescending);
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
                return count * kernelNanos;
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
            tiers.run((kernel, first, end) ->
                    kernel.kernel().run(null, 0, null, first, end, null, null, null, null, kernel.offsets()), TILE, tile, _ -> { });
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
        run(up, 35_000);
        columns.setLength(0);
        kernelNanos = STEP_NANOS;
        run(up, 3);
        assertEquals("0-1k 1-512s 0-2k 2-512s 0-4k 4-512s ", columns.toString());
        isDescending = true;
        kernelNanos = 5_000;
        Tiers down = tiers(true);
        run(down, 35_000);
        columns.setLength(0);
        kernelNanos = STEP_NANOS;
        run(down, 2);
        assertEquals("511-512k 0-511s 510-512k 0-510s ", columns.toString());
    }
}
