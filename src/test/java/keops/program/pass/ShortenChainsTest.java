package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains of products are shortened. */
class ShortenChainsTest {
    @Test
    void valuesStayTheSameUpToRounding() {
        for (ShortenChains shorten : List.of(ShortenChains.all(), ShortenChains.afterFirst())) {
            RandomPrograms.each((seed, program) -> {
                var fused = Contract.all().apply(program);
                RandomPrograms.assertSame("seed " + seed, RandomPrograms.values(seed, program),
                        RandomPrograms.values(seed, RandomPrograms.verified(shorten, fused)), 1e-10);
            });
        }
    }

    @Test
    void thereIsNeverMoreToDoPerPairButForSigns() {
        RandomPrograms.each((seed, program) -> {
            var fused = Contract.all().apply(program);
            long before = ExponentRewritesTest.work(fused);
            assertTrue(ExponentRewritesTest.work(ShortenChains.all().apply(fused)) <= before, "seed " + seed);
        });
    }
}
