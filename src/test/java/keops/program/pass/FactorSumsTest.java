package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keops.program.Extent;
import keops.program.Program;
import keops.program.Stage;
import org.junit.jupiter.api.Test;

/** Factors that are the same for all terms of a sum leave it. */
class FactorSumsTest {
    /** Extents of outputs in their order: those for rows, then for columns, then for all pairs. */
    private static List<Extent> extents(long seed, int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> Extent.values()[(int) Math.min(2, (k + seed) % 3)])
                .sorted()
                .toList();
    }

    @Test
    void whatIsSummedTimesTheFactorsIsTheOutput() {
        RandomPrograms.each((seed, program) -> {
            int n = program.outputs().size();
            double[] both = RandomPrograms.values(
                    seed, RandomPrograms.verified(new FactorSums(extents(seed, n)), program));
            double[] products = IntStream.range(0, n).mapToDouble(k -> both[k] * both[n + k]).toArray();
            RandomPrograms.assertSame("seed " + seed, RandomPrograms.values(seed, program), products, 1e-10);
        });
    }

    @Test
    void factorsAreTheSameForAllTerms() {
        RandomPrograms.each((seed, program) -> {
            int n = program.outputs().size();
            List<Extent> extents = extents(seed, n);
            Program factored = new FactorSums(extents).apply(program);
            List<Stage> stages = factored.stages();
            for (int k = 0; k < n; k++) {
                assertTrue(extents.get(k).isFixed(stages.get(factored.outputs().get(n + k))),
                        "seed " + seed + ": " + extents.get(k) + " " + stages.get(factored.outputs().get(n + k)));
            }
        });
    }

    @Test
    void someFactorsAreNotOne() {
        boolean[] found = new boolean[1];
        RandomPrograms.each((seed, program) -> {
            int n = program.outputs().size();
            double[] both = RandomPrograms.values(seed, new FactorSums(extents(seed, n)).apply(program));
            found[0] |= Arrays.stream(both, n, 2 * n).anyMatch(factor -> factor != 1);
        });
        assertTrue(found[0]);
    }
}
