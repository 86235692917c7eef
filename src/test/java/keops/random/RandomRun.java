package keops.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import keops.execution.Backend;

/** Runs many random cases on all cores, and stops at the first that fails. */
public final class RandomRun {
    private final long seed;
    private final long from;
    private final long count;
    private final AtomicLong next;
    private volatile String failure;

    /** What the cases said together. */
    public record Summary(long cases, long seed, String failure, String text) {}

    private RandomRun(long seed, long from, long count) {
        this.seed = seed;
        this.from = from;
        this.count = count;
        this.next = new AtomicLong(from);
    }

    /**
     * Runs cases.
     *
     * @param seed the seed of all
     * @param from the number of the first
     * @param count how many
     */
    public static Summary run(long seed, long from, long count) throws InterruptedException, ExecutionException {
        return new RandomRun(seed, from, count).run();
    }

    private Summary run() throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        var results = new ArrayList<Future<Part>>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                results.add(pool.submit(this::work));
            }
        }
        Part all = new Part();
        for (Future<Part> result : results) {
            all.add(result.get());
        }
        String sizes = ("random formulas: %d formulas over both axes in both types (%d with work per pair, %d of"
                + " exponentials of vectors), seed %d, from %d, %.1f s; ")
                .formatted(all.cases, all.casesOfPairs, all.casesOfVectors, seed, from,
                        (System.nanoTime() - start) * 1e-9);
        String numbers = ("numbers compared: %d, ill-conditioned: %d, not comparable (NaN, infinite, near a jump): %d;"
                + " formulas with a number compared: %d; largest error: %.2f")
                .formatted(all.verdict.compared(), all.verdict.wide(), all.verdict.unknown(), all.casesCompared,
                        all.verdict.ratio());
        String text = sizes + numbers
                + " of the bound, by number " + all.worst + "; formulas by operator: " + all.operators;
        return new Summary(all.cases, seed, failure, text);
    }

    private Part work() {
        var part = new Part();
        for (long n = next.getAndIncrement(); n < from + count && failure == null; n = next.getAndIncrement()) {
            RandomCase drawn = CaseDraw.draw(seed, n);
            Verdict both = Verdict.NOTHING;
            for (RandomCase c : List.of(drawn, drawn.overOtherAxis())) {
                Verdict verdict = CaseCheck.run(c);
                if (verdict.isWrong()) {
                    fail(n, c, verdict);
                }
                both = both.and(verdict);
            }
            part.add(n, drawn, both);
        }
        return part;
    }

    private void fail(long number, RandomCase c, Verdict verdict) {
        RandomCase small = Shrinker.shrink(c, candidate -> CaseCheck.run(candidate).isWrong());
        failure = "random case failed: -Dkeops.random.seed=" + seed + " -Dkeops.random.from=" + number
                + " -Dkeops.random.count=1\n" + c.genred(Backend.REFERENCE) + ": " + verdict.wrong()
                + "\nshrunk to " + small.genred(Backend.REFERENCE) + ": "
                + CaseCheck.run(small).wrong() + "\n" + CaseText.of(small);
    }

    /** What one thread saw. */
    private static final class Part {
        private long cases;
        private long casesCompared;
        private long casesOfPairs;
        private long casesOfVectors;
        private long worst;
        private Verdict verdict = Verdict.NOTHING;
        private final Map<String, Integer> operators = new TreeMap<>();

        void add(long number, RandomCase c, Verdict of) {
            cases++;
            worst = of.ratio() >= verdict.ratio() ? number : worst;
            casesCompared += of.compared() > 0 ? 1 : 0;
            casesOfPairs += c.operationsPerPair() > 0 ? 1 : 0;
            casesOfVectors += c.reduction().isExponential() && c.formula().dim() > 1 ? 1 : 0;
            verdict = verdict.and(of);
            List<String> names = CaseDraw.operators(c.formula());
            names.forEach(name -> operators.merge(name, 1, Integer::sum));
        }

        void add(Part other) {
            worst = other.verdict.ratio() >= verdict.ratio() ? other.worst : worst;
            cases += other.cases;
            casesCompared += other.casesCompared;
            casesOfPairs += other.casesOfPairs;
            casesOfVectors += other.casesOfVectors;
            verdict = verdict.and(other.verdict);
            other.operators.forEach((name, n) -> operators.merge(name, n, Integer::sum));
        }
    }
}
