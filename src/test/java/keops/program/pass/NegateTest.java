package keops.program.pass;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** All outputs are negated. */
class NegateTest {
    @Test
    void outputsAreTheNegativesBitByBit() {
        RandomPrograms.each((seed, program) -> RandomPrograms.assertSame("seed " + seed,
                Arrays.stream(RandomPrograms.values(seed, program)).map(value -> -value).toArray(),
                RandomPrograms.values(seed, RandomPrograms.verified(new Negate(), program)), 0));
    }

    @Test
    void twiceIsNothing() {
        RandomPrograms.each((seed, program) -> RandomPrograms.assertSame("seed " + seed,
                RandomPrograms.values(seed, program),
                RandomPrograms.values(seed, new Negate().apply(new Negate().apply(program))), 0));
    }
}
