package keops.cpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Threads are asked for where there is work for them, and end at about the same time. */
class SharingTest {
    private static final int MOST = 21;

    @Test
    void smallWorkStaysWithTheCaller() {
        assertEquals(1, Sharing.workers(0, 8));
        assertEquals(1, Sharing.workers(50_000, 8));
        assertEquals(3, Sharing.workers(250_000, 8));
        assertEquals(8, Sharing.workers(1e18, 8));
        assertEquals(Integer.MAX_VALUE, Sharing.workers(1e18, Integer.MAX_VALUE));
    }

    @Test
    void oneThreadTakesAllBlocksThatATaskCan() {
        assertEquals(7, Sharing.blocksPerTask(7, MOST, 1));
        assertEquals(MOST, Sharing.blocksPerTask(1_000, MOST, 1));
        assertEquals(1, Sharing.blocksPerTask(0, MOST, 1));
    }

    @Test
    void noTaskIsEmptyOrTooLarge() {
        for (int threads : new int[] {1, 2, 3, 64, 1_000_000}) {
            for (long blocks : new long[] {0, 1, 2, 3, 50, 1_000, Integer.MAX_VALUE, 1L << 50}) {
                long perTask = Sharing.blocksPerTask(blocks, MOST, threads);
                assertTrue(perTask >= 1 && perTask <= MOST, blocks + " blocks, " + threads + " threads: " + perTask);
            }
        }
    }

    /** Each thread takes the next task when it is done with one. */
    @Test
    void noThreadHasMuchMoreToDoThanItsShare() {
        for (int threads : new int[] {2, 3, 4, 8, 16}) {
            for (int blocks = 1; blocks < 40 * threads; blocks++) {
                long perTask = Sharing.blocksPerTask(blocks, MOST, threads);
                long[] done = new long[threads];
                for (long from = 0; from < blocks; from += perTask) {
                    int first = 0;
                    for (int t = 1; t < threads; t++) {
                        first = done[t] < done[first] ? t : first;
                    }
                    done[first] += Math.min(perTask, blocks - from);
                }
                long longest = Arrays.stream(done).max().orElseThrow();
                double share = Math.ceil((double) blocks / threads);
                assertTrue(longest <= 1.15 * share,
                        blocks + " blocks, " + threads + " threads: " + longest + " of " + share);
            }
        }
    }
}
