package keops.cpu;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Runs independent tasks on all cores. The calling thread takes part and never waits for a helper that has not started,
 * so that calls from inside any pool, from many threads at once or from virtual threads cannot block each other.
 */
final class Workers {
    private static final int HELPERS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private static final ThreadPoolExecutor POOL = pool();

    private Workers() {}

    private static ThreadPoolExecutor pool() {
        var counter = new AtomicInteger();
        var pool = new ThreadPoolExecutor(HELPERS, HELPERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "keops-worker-" + counter.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs tasks 0 to count - 1, each once, on at most the given number of threads, the caller included. If one throws,
     * no further ones are begun and the first exception is thrown here.
     */
    static void run(int count, int threads, IntConsumer task) {
        var batch = new Batch(count, task);
        int helpers = Math.min(Math.min(threads, count) - 1, HELPERS);
        for (int h = 0; h < helpers; h++) {
            POOL.execute(batch::help);
        }
        batch.work();
        batch.finish();
    }

    /** Tasks in progress. */
    private static final class Batch {
        private final int count;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private int helping;
        private boolean finished;

        Batch(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
        }

        void help() {
            synchronized (this) {
                if (finished) {
                    return;
                }
                helping++;
            }
            try {
                work();
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
                    task.accept(t);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                    next.set(count);
                }
            }
        }

        /** Waits for the helpers that have begun; an interrupt is kept for the caller, whose data is still in use. */
        synchronized void finish() {
            finished = true;
            boolean interrupted = false;
            while (helping > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            switch (failure.get()) {
                case null -> { }
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }
}
