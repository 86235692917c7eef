package keops.random;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.Snapshots;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.formula.Category;
import keops.formula.Differentiate;
import keops.formula.Formula;
import keops.formula.Variable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Random formulas and their gradients on emulated GPUs, in both types. They need NVRTC. {@code -Dkeops.random.emulated}
 * and {@code -Dkeops.random.seed} make longer and other runs.
 */
@Emulated
class EmulatedRandomTest {
    private static final long SEED = Long.getLong("keops.random.seed", 20_261_122L);
    private static final long FROM = Long.getLong("keops.random.from", 0);
    private static final long COUNT = Long.getLong("keops.random.emulated", 6);

    @Test
    void formulas() {
        requireCompiler();
        var run = new Run("formulas");
        for (long n = FROM; n < FROM + COUNT; n++) {
            run.check(n, CaseDraw.draw(SEED, n));
        }
        run.report();
    }

    @Test
    void gradients() {
        requireCompiler();
        var run = new Run("gradients");
        for (long n = FROM; n < FROM + COUNT; n++) {
            long number = n;
            gradient(CaseDraw.draw(SEED + 1, n), n).ifPresent(c -> run.check(number, c));
        }
        run.report();
    }

    private static void requireCompiler() {
        if (!Snapshots.canCompile()) {
            System.out.println("skipped: random formulas on emulated GPUs, because there is no NVRTC here");
        }
        Assumptions.assumeTrue(Snapshots.canCompile(), "there is no NVRTC here");
    }

    /** The gradient of a formula by one of its variables, as a sum of its own over the other index. */
    private static Optional<RandomCase> gradient(RandomCase c, long number) {
        if (c.arguments().isEmpty()) {
            return Optional.empty();
        }
        var random = new SplittableRandom(SEED + number);
        Variable e = new Variable("e", c.arguments().size(), c.formula().dim(), Category.PARAMETER);
        Variable by = c.arguments().get(random.nextInt(c.arguments().size()));
        try {
            Formula gradient = Differentiate.gradients(c.formula(), List.of(by), e).getFirst();
            var arguments = new ArrayList<>(c.arguments());
            arguments.add(e);
            float[] cotangent = new float[e.dim()];
            for (int k = 0; k < cotangent.length; k++) {
                cotangent[k] = random.nextInt(-8, 9) / 4f;
            }
            var data = new ArrayList<>(c.data());
            data.add(cotangent);
            var drawn = new RandomCase(gradient, Optional.empty(), arguments, data, c.sizeI(), c.sizeJ(),
                    by.category() == Category.J ? 0 : 1, DrawnReduction.ALL.getFirst(), 1);
            // Written out, what the derivative shares may be longer than the parser takes.
            drawn.genred(Backend.REFERENCE);
            return Optional.of(drawn);
        } catch (FormulaException tooLarge) {
            return Optional.empty();
        }
    }

    /** Cases one after the other, in one tiling and the other by turns. */
    private static final class Run {
        private final String what;
        private Verdict verdict = Verdict.NOTHING;
        private int cases;
        private int tooLarge;

        Run(String what) {
            this.what = what;
        }

        void check(long number, RandomCase c) {
            List<Backend> backends = List.of(number % 2 == 0 ? Backend.GPU_1D : Backend.GPU_2D);
            Verdict of = CaseCheck.run(c, backends);
            if (of.isWrong() && of.wrong().contains(BackendException.class.getName())) {
                tooLarge++;
                return;
            }
            if (of.isWrong()) {
                RandomCase small = Shrinker.shrink(c, candidate -> CaseCheck.run(candidate, backends).isWrong());
                fail("random " + what + " on an emulated GPU failed: -Dkeops.random.seed=" + SEED
                        + " -Dkeops.random.from="
                        + number + " -Dkeops.random.emulated=1\n" + c.genred(Backend.REFERENCE) + ": " + of.wrong()
                        + "\nshrunk to " + small.genred(Backend.REFERENCE) + ": "
                        + CaseCheck.run(small, backends).wrong()
                        + "\n" + CaseText.of(small));
            }
            verdict = verdict.and(of);
            cases++;
        }

        void report() {
            System.out.println("random " + what + " on emulated GPUs: " + cases + " cases in both types, seed " + SEED
                    + ", from " + FROM + "; numbers compared: " + verdict.compared()
                    + "; too large for a kernel: " + tooLarge
                    + "; largest error: " + verdict.ratio() + " of the bound");
            assertTrue(verdict.compared() > 0 || COUNT < 5, "something was compared");
            assertTrue(tooLarge <= Math.ceilDiv(COUNT, 10), "nearly all cases fit into kernels");
        }
    }
}
