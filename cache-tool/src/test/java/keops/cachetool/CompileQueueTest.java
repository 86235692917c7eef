package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import keops.cachetool.CompileJob.Outcome;
import keops.cuda.Precompiled;
import keops.error.BackendException;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** The queue with jobs that compile nothing. */
class CompileQueueTest {
    private static CompileJob job(String title, CompileJob.Work work) {
        return new CompileJob(title, DType.FLOAT32, new Architecture(90), work);
    }

    private static List<Precompiled> kernel(String name) {
        return List.of(new Precompiled(name, DType.FLOAT32, "sm_90", name, false));
    }

    private static CompileJob good(String title) {
        return job(title, (dtype, architecture) -> kernel(title + " " + dtype + " " + architecture));
    }

    private static CompileJob bad(String title) {
        return job(title, (_, _) -> {
            throw new BackendException("too large");
        });
    }

    private static List<Outcome> run(int threads, boolean keepsGoing, CompileJob... jobs) throws InterruptedException {
        return new CompileQueue(threads, keepsGoing, _ -> { }).run(List.of(jobs));
    }

    private static String name(Outcome outcome) {
        return outcome instanceof Outcome.Done(var kernels) ? kernels.getFirst().key() : outcome.toString();
    }

    @Test
    void outcomesComeInTheOrderOfTheJobs() throws InterruptedException {
        CompileJob[] jobs = IntStream.range(0, 40).mapToObj(k -> good("job " + k)).toArray(CompileJob[]::new);
        assertEquals(
                IntStream.range(0, 40).mapToObj(k -> "job " + k + " float32 90").toList(),
                run(3, false, jobs).stream().map(CompileQueueTest::name).toList());
    }

    @Test
    void jobsRunAtTheSameTime() throws InterruptedException {
        var both = new CountDownLatch(2);
        CompileJob.Work meeting = (_, _) -> {
            both.countDown();
            try {
                assertTrue(both.await(1, TimeUnit.MINUTES), "the other job was not begun");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return kernel("met");
        };
        assertEquals(List.of("met", "met"),
                run(2, false, job("a", meeting), job("b", meeting)).stream().map(CompileQueueTest::name).toList());
    }

    @Test
    void afterAFailureNoJobIsBegun() throws InterruptedException {
        List<Outcome> outcomes = run(1, false, good("a"), bad("b"), good("c"), good("d"));
        assertInstanceOf(Outcome.Done.class, outcomes.get(0));
        var failed = assertInstanceOf(Outcome.Failed.class, outcomes.get(1));
        assertEquals("b, float32, sm_90: too large", failed.job() + ": " + failed.failure().getMessage());
        assertInstanceOf(Outcome.Skipped.class, outcomes.get(2));
        assertInstanceOf(Outcome.Skipped.class, outcomes.get(3));
    }

    @Test
    void afterAFailureItMayGoOn() throws InterruptedException {
        List<Outcome> outcomes = run(1, true, bad("a"), good("b"));
        assertInstanceOf(Outcome.Failed.class, outcomes.get(0));
        assertInstanceOf(Outcome.Done.class, outcomes.get(1));
    }

    @Test
    void progressIsToldOneByOne() throws InterruptedException {
        var told = new ArrayList<Long>();
        new CompileQueue(2, true, told::add).run(List.of(good("a"), bad("b"), good("c")));
        assertEquals(List.of(1L, 2L, 3L), told);
    }

    @Test
    void aFaultOfTheProgramIsNoOutcome() {
        CompileJob faulty = job("a", (_, _) -> {
            throw new IllegalArgumentException("oops");
        });
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> run(1, true, faulty, good("b")));
        assertEquals("oops", e.getCause().getMessage());
    }
}
