package keops.cpu.run;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import keops.plan.CurrentWatch;
import keops.plan.Watch;

/**
 * Runs independent tasks on all cores. The calling thread takes part and never waits for a helper that has not started,
 * so that calls from inside any pool, from many threads at once or from virtual threads cannot block each other.
 */
final class Workers {
    private static final int HELPERS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private static final int IDLE_SECONDS = 30;
    /** Who waits looks again and again for so long before it sleeps: about what it takes to wake a thread. */
    private static final long SPIN_NANOS = 50_000;
    /** Who waits for helpers looks up so often whether the call shall go on. */
    private static final long LOOK_MILLIS = 50;
    private static final Requests REQUESTS = new Requests();
    private static final ThreadPoolExecutor POOL = pool();

    private Workers() {}

    private static ThreadPoolExecutor pool() {
        var counter = new AtomicInteger();
        var pool = new ThreadPoolExecutor(HELPERS, HELPERS, IDLE_SECONDS, TimeUnit.SECONDS, REQUESTS, task -> {
            Thread thread = new Thread(task, "keops-worker-" + counter.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs tasks 0 to count - 1, each once, on at most the given number of threads, the caller included. If one throws,
     * no further ones are begun, others end at their next look at the watch, and the first exception is thrown here.
     */
    static void run(int count, int threads, Watch watch, IntConsumer task) {
        if (count <= 1) {
            if (count == 1) {
                watch.check();
                task.accept(0);
            }
            return;
        }
        var batch = new Batch(count, watch, task);
        int helpers = Math.min(Math.min(threads, count) - 1, HELPERS);
        for (int h = 0; h < helpers; h++) {
            POOL.execute(batch);
        }
        batch.work();
        batch.finish(helpers);
    }

    /** The requests for help that no helper has taken up yet, all of calls that are running. */
    static int waitingRequests() {
        return REQUESTS.size();
    }

    /**
     * Requests for help. A helper that has just helped is still awake when the next call of a loop comes. A request
     * that finds no room is forgotten: who makes it does the work alone.
     */
    private static final class Requests extends LinkedBlockingQueue<Runnable> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 1000;

        Requests() {
            super(MOST);
        }

        @Override
        public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
            spinUntil(() -> !isEmpty());
            return super.poll(timeout, unit);
        }
    }

    /** Waits for something that will hardly take longer than to sleep and to be woken; it may not have come even so. */
    private static void spinUntil(BooleanSupplier hasCome) {
        long start = System.nanoTime();
        while (!hasCome.getAsBoolean() && System.nanoTime() - start < SPIN_NANOS) {
            Thread.onSpinWait();
        }
    }

    /** Tasks in progress. It is run to help. */
    private static final class Batch implements Runnable {
        private final int count;
        private final Watch watch;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private volatile int helping;
        private int helped;
        private boolean finished;

        Batch(int count, Watch watch, IntConsumer task) {
            this.count = count;
            this.watch = watch;
            this.task = task;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (finished) {
                    return;
                }
                helped++;
                helping++;
            }
            try {
                CurrentWatch.during(watch, () -> {
                    work();
                    return null;
                });
            } finally {
                synchronized (this) {
                    helping--;
                    notifyAll();
                }
            }
        }

        void work() {
            for (int t = next.getAndIncrement(); t < count; t = next.getAndIncrement()) {
                try {
                    watch.check();
                    task.accept(t);
                } catch (Throwable e) {
                    fail(e);
                }
            }
        }

        private void fail(Throwable e) {
            failure.compareAndSet(null, e);
            next.set(count);
            watch.stop();
        }

        /**
         * Ends the batch when there are no more tasks to begin: takes back the requests that nobody has taken up, which
         * would keep the caller's data from the garbage collector, and waits for the helpers that have begun.
         */
        void finish(int requests) {
            int forgotten;
            synchronized (this) {
                finished = true;
                forgotten = requests - helped;
            }
            while (forgotten > 0 && REQUESTS.remove(this)) {
                forgotten--;
            }
            spinUntil(() -> helping == 0);
            awaitHelpers();
            switch (failure.get()) {
                case null -> { }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }

        /** Waits for helpers, which use the caller's data, whatever comes; what ends the call ends their work soon. */
        private void awaitHelpers() {
            boolean isInterrupted = false;
            while (helping > 0) {
                try {
                    synchronized (this) {
                        if (helping > 0) {
                            wait(LOOK_MILLIS);
                        }
                    }
                    watch.check();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    watch.interrupt();
                } catch (Throwable e) {
                    fail(e);
                }
            }
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
