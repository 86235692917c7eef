package keops.cachetool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import keops.cachetool.CompileJob.Outcome;

/**
 * Runs jobs on a number of threads.
 *
 * @param threads the number of threads
 * @param keepsGoing whether jobs are started after one has failed
 * @param progress receives the number of finished jobs, in the waiting thread
 */
record CompileQueue(int threads, boolean keepsGoing, LongConsumer progress) {
    /** Runs the jobs and returns their outcomes, in order. */
    List<Outcome> run(List<CompileJob> jobs) throws InterruptedException {
        var hasFailed = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            var completion = new ExecutorCompletionService<Outcome>(pool);
            List<Future<Outcome>> futures = jobs.stream()
                    .map(job -> completion.submit(() -> run(job, hasFailed)))
                    .toList();
            for (int k = 0; k < futures.size(); k++) {
                var _ = completion.take();
                progress.accept(k + 1L);
            }
            var outcomes = new ArrayList<Outcome>();
            for (Future<Outcome> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Outcome run(CompileJob job, AtomicBoolean hasFailed) {
        if (hasFailed.get() && !keepsGoing) {
            return new Outcome.Skipped(job);
        }
        Outcome outcome = job.run();
        if (outcome instanceof Outcome.Failed) {
            hasFailed.set(true);
        }
        return outcome;
    }
}
