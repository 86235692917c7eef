package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** After the outputs comes a supplied threshold for each. */
class AddThresholdsTest {
    @Test
    void outputsStayAndEachGetsAThresholdOfItsOwn() {
        RandomPrograms.each((seed, program) -> {
            double[] plain = RandomPrograms.values(seed, program);
            double[] both = RandomPrograms.values(
                    seed, RandomPrograms.verified(new AddThresholds(), program), rank -> 100 + rank);
            RandomPrograms.assertSame("seed " + seed, plain, Arrays.copyOf(both, plain.length), 0);
            for (int k = 0; k < plain.length; k++) {
                assertEquals(100 + k, both[plain.length + k], "seed " + seed);
            }
        });
    }
}
