package keops.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import java.util.stream.LongStream;
import keops.formula.Formula;
import keops.reduction.Reduction;
import org.junit.jupiter.api.Test;

/** A seed and a number make one case, whatever was drawn before: else a failure could not be run again. */
class CaseDrawTest {
    @Test
    void aCaseDependsOnSeedAndNumberOnly() {
        for (long number = 300; number > 0; number -= 7) {
            String first = text(number);
            CaseDraw.draw(2, number);
            assertEquals(first, text(number));
        }
    }

    /** Each reduction of exponentials of scalars and of vectors, without a weight, with one for all or one for each. */
    @Test
    void exponentialsOfVectorsAreDrawnWithAllKindsOfWeights() {
        var seen = new TreeSet<String>();
        for (RandomCase c : LongStream.range(0, 2_000).mapToObj(n -> CaseDraw.draw(20_250_916, n)).toList()) {
            if (c.reduction().isExponential()) {
                int weightDim = c.weight().map(Formula::dim).orElse(0);
                String of = c.formula().dim() == 1 ? " of a scalar, " : " of a vector, ";
                seen.add(c.reduction().reduction().name() + of
                        + (weightDim > 1 ? "several weights" : weightDim == 1 ? "one weight" : "no weight"));
            }
        }
        var expected = new TreeSet<String>();
        for (Reduction reduction : new Reduction[] {
            Reduction.LOG_SUM_EXP, Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX_SUM_SHIFT_EXP
        }) {
            for (String of : new String[] {" of a scalar, ", " of a vector, "}) {
                for (String weights : new String[] {"no weight", "one weight", "several weights"}) {
                    if (!reduction.isAverage() || !weights.equals("no weight")) {
                        expected.add(reduction.name() + of + weights);
                    }
                }
            }
        }
        assertEquals(expected, seen);
    }

    private static String text(long number) {
        RandomCase c = CaseDraw.draw(1, number);
        return CaseText.of(c) + c.sizeI() + " " + c.sizeJ();
    }
}
