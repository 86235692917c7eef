package keops.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is left of a case after shrinking is what the failure needs. */
class ShrinkerTest {
    @Test
    void aFormulaShrinksToTheOperatorAtFault() {
        RandomCase large = LongStream.range(0, 10_000)
                .mapToObj(n -> CaseDraw.draw(3, n))
                .filter(c -> faulty(c) && c.formula().size() > 20 && c.sizeI() > 5 && c.sizeJ() > 5)
                .findFirst().orElseThrow();
        RandomCase small = Shrinker.shrink(large, ShrinkerTest::faulty);
        assertTrue(small.formula().toString().matches("Cos\\((1|Zero\\(\\d+\\))\\)"), small.formula()::toString);
        assertEquals(1, small.sizeI());
        assertEquals(1, small.sizeJ());
        assertEquals(0, small.arguments().size());
        assertTrue(CaseText.of(small).contains("Genred.of(\"Cos("), CaseText.of(small));
    }

    private static boolean faulty(RandomCase c) {
        return CaseDraw.operators(c.formula()).contains("Cos");
    }

    @Test
    void argumentsThatAreNeededStay() {
        RandomCase large = LongStream.range(0, 10_000)
                .mapToObj(n -> CaseDraw.draw(4, n))
                .filter(c -> c.arguments().size() == 4 && usesLast(c) && !c.reduction().isExponential())
                .findFirst().orElseThrow();
        RandomCase small = Shrinker.shrink(large, c -> !c.arguments().isEmpty() && usesLast(c)
                && c.arguments().getLast().name().equals(large.arguments().getLast().name()));
        assertEquals(1, small.arguments().size());
        assertEquals(large.arguments().getLast().name(), small.formula().toString());
        assertEquals("", CaseCheck.run(small).wrong());
    }

    private static boolean usesLast(RandomCase c) {
        return c.formula().toString().matches(".*\\b" + c.arguments().getLast().name() + "\\b.*");
    }
}
