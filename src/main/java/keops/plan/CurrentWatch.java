package keops.plan;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import keops.error.CancelledException;

/**
 * The watch of the call that a thread works for, as what is made for many calls knows of it: formulas made ready,
 * classes generated, kernels compiled. A thread without one is watched for its own interrupts.
 */
public final class CurrentWatch {
    private static final ScopedValue<Watch> CURRENT = ScopedValue.newInstance();
    private static final long LOOK_MILLIS = 20;
    /** So many numbers take a millisecond or two. */
    private static final long NUMBERS_PER_LOOK = 1 << 18;

    private CurrentWatch() {}

    /** The watch that was given to this thread; null if there is none. */
    public static Watch get() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /**
     * Works with a watch.
     *
     * @param watch the watch; null for none
     */
    public static <T> T during(Watch watch, Supplier<T> work) {
        return ScopedValue.where(CURRENT, watch).call(work::get);
    }

    /**
     * Goes on, or ends what this thread makes, since the call that needs it shall end.
     *
     * @throws CancelledException if the call was interrupted or its deadline has passed
     */
    public static void check() {
        Watch watch = get();
        if (watch != null) {
            watch.check();
        } else if (Thread.currentThread().isInterrupted()) {
            throw CancelledException.interrupted();
        }
    }

    /**
     * In a loop over many numbers that does little for each: asks now and then whether to go on.
     *
     * @param k the number at hand
     * @throws CancelledException if the call was interrupted or its deadline has passed
     */
    public static void checkAt(long k) {
        if (k % NUMBERS_PER_LOOK == 0) {
            check();
        }
    }

    /**
     * Takes a lock, which others may hold as long as it takes to make something.
     *
     * @throws CancelledException if the call that waits shall end
     */
    public static void lock(ReentrantLock lock) {
        try {
            while (!lock.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CancelledException.interrupted();
        }
    }
}
