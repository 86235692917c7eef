package keops.cuda.call;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import keops.cache.CompiledImage;
import keops.error.CancelledException;
import keops.plan.CurrentWatch;

/**
 * A compilation in a separate thread, since neither the compiler nor a file lock can be interrupted. If the waiting
 * call ends, the compilation continues, so that the next call finds the kernel in the store.
 */
final class Compilation {
    private static final long LOOK_MILLIS = 20;
    /** The compiler is recursive, and expressions may be deeply nested. */
    private static final long STACK_BYTES = 16 << 20;

    private Compilation() {}

    /**
     * Waits for a kernel.
     *
     * @param work finds or compiles the kernel; its exceptions are rethrown
     * @throws CancelledException if the waiting call is cancelled
     */
    static CompiledImage await(Supplier<CompiledImage> work) {
        CurrentWatch.check();
        var task = new FutureTask<CompiledImage>(work::get);
        Thread.ofPlatform().name("keops-compiler").daemon().stackSize(STACK_BYTES).start(task);
        try {
            while (true) {
                try {
                    return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    CurrentWatch.check();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CancelledException.interrupted();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case Error failure -> throw failure;
                case Throwable failure -> new IllegalStateException(failure);
            };
        }
    }
}
