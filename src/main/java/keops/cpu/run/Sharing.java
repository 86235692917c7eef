package keops.cpu.run;

/** How a call is shared by threads. Results do not depend on it. */
final class Sharing {
    /** Cycles of work that another thread is worth: some 25 microseconds, about what it takes to wake it. */
    private static final double CYCLES_PER_WORKER = 100_000;
    /** Few tasks copy the columns less often, many make up for threads that begin late or are held up. */
    private static final int FEWEST_TASKS = 2;
    private static final int MOST_TASKS = 6;
    /** What the copies of the columns for a task take, in blocks. */
    private static final double TASK_BLOCKS = 0.25;
    /** Fewer tasks must be worth it. */
    private static final double WORTH = 0.98;

    private Sharing() {}

    /**
     * How many threads some work is worth.
     *
     * @param cycles what it takes on one
     * @param threads the most
     */
    static int workers(double cycles, int threads) {
        return (int) Math.min(threads, 1 + cycles / CYCLES_PER_WORKER);
    }

    /**
     * The blocks of a task such that all threads end at about the same time.
     *
     * @param blocks the blocks of all tasks
     * @param most the blocks that a task can take
     */
    static long blocksPerTask(long blocks, long most, int threads) {
        long best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int tasks = threads == 1 ? 1 : MOST_TASKS; tasks >= Math.min(threads, FEWEST_TASKS); tasks--) {
            long perTask = Math.clamp(blocks / ((long) tasks * threads), 1, most);
            double cost = longest(blocks, perTask, threads);
            if (cost < WORTH * least) {
                best = perTask;
                least = cost;
            }
        }
        return best;
    }

    /** What the thread with most to do does, where each takes the next task when it is done with one. */
    private static double longest(long blocks, long perTask, int threads) {
        long tasks = (blocks + perTask - 1) / perTask;
        long rounds = tasks / threads;
        long over = tasks % threads;
        long ofLast = blocks - (tasks - 1) * perTask;
        long inLastRound = over == 0 ? 0 : over == 1 ? ofLast : perTask;
        return rounds * perTask + inLastRound + TASK_BLOCKS * (over == 0 ? rounds : rounds + 1);
    }
}
