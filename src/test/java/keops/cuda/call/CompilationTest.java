package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import keops.cache.CompiledImage;
import keops.cache.KernelStore;
import keops.cuda.nvrtc.Target;
import keops.cuda.source.KernelSource;
import keops.error.CancelledException;
import keops.error.CancelledException.Reason;
import keops.error.CompileException;
import keops.plan.CurrentWatch;
import keops.plan.Unwatched;
import keops.plan.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that wait for compilations can be ended; the compilations go on. */
class CompilationTest {
    private static final KernelSource SOURCE = FakeCompiler.source();
    private static final ImageRequest REQUEST = new ImageRequest(SOURCE, 90, false);

    @TempDir
    private Path folder;

    private StoredImages images(FakeCompiler compiler) {
        return new StoredImages(KernelStore.open(folder, 1 << 20), compiler);
    }

    private static String text(CompiledImage image) {
        return new String(image.bytes(), StandardCharsets.UTF_8);
    }

    /** A compiler that begins, and ends when it is told to. */
    private static final class Slow extends FakeCompiler {
        private final CountDownLatch hasBegun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        Slow() {
            super("13.0");
        }

        @Override
        public CompiledImage compile(String source, List<String> options, Target target) {
            hasBegun.countDown();
            await(mayEnd);
            return super.compile(source, options, target);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for an image in another thread, which is interrupted; the answer is what that ends with. */
    private static Throwable interrupted(Runnable call, CountDownLatch hasBegun) throws InterruptedException {
        var end = new AtomicReference<Throwable>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                call.run();
            } catch (RuntimeException e) {
                end.set(e);
            }
            if (!Thread.currentThread().isInterrupted()) {
                end.set(new IllegalStateException("the flag is not set"));
            }
        });
        await(hasBegun);
        thread.interrupt();
        thread.join();
        return end.get();
    }

    @Test
    void anInterruptEndsTheWaitingAndTheCompilationGoesOnIntoTheStore() throws Exception {
        var slow = new Slow();
        StoredImages images = images(slow);
        Throwable end = interrupted(() -> images.image(REQUEST), slow.hasBegun);
        assertEquals(Reason.INTERRUPTED, ((CancelledException) end).reason());
        assertTrue(slow.compiled.isEmpty());
        slow.mayEnd.countDown();
        // Who asks next waits for the compilation that goes on, and compiles nothing.
        var other = new FakeCompiler("13.0");
        assertEquals("sm_90 by 13.0", text(images(other).image(REQUEST)));
        assertEquals(1, slow.compiled.size());
        assertTrue(other.compiled.isEmpty());
    }

    @Test
    void whoWaitsForTheLockOfAnotherThreadCanBeInterruptedToo() throws Exception {
        var slow = new Slow();
        StoredImages images = images(slow);
        Thread first = Thread.ofPlatform().start(() -> images.image(REQUEST));
        await(slow.hasBegun);
        var hasBegun = new CountDownLatch(1);
        var other = new FakeCompiler("13.0");
        Throwable end = interrupted(() -> {
            hasBegun.countDown();
            images(other).image(REQUEST);
        }, hasBegun);
        assertEquals(Reason.INTERRUPTED, ((CancelledException) end).reason());
        slow.mayEnd.countDown();
        first.join();
        assertEquals("sm_90 by 13.0", text(images(other).image(REQUEST)));
        assertTrue(other.compiled.isEmpty());
    }

    @Test
    void aDeadlineEndsTheWaiting() {
        var slow = new Slow();
        Watch late = new Unwatched() {
            @Override
            public void check() {
                if (slow.hasBegun.getCount() == 0) {
                    throw new CancelledException(Reason.DEADLINE, "late");
                }
            }
        };
        StoredImages images = images(slow);
        var e = assertThrows(CancelledException.class, () -> CurrentWatch.during(late, () -> images.image(REQUEST)));
        assertEquals(Reason.DEADLINE, e.reason());
        slow.mayEnd.countDown();
        assertEquals("sm_90 by 13.0", text(images.image(REQUEST)));
    }

    @Test
    void whatTheCompilerThrowsComesToTheCaller() {
        var failing = new FakeCompiler("13.0") {
            @Override
            public CompiledImage compile(String source, List<String> options, Target target) {
                throw new CompileException("no", source, "", target.toString());
            }
        };
        assertThrows(CompileException.class, () -> images(failing).image(REQUEST));
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
