package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import keops.Genred;
import keops.error.FormulaException;
import keops.execution.Backend;
import org.junit.jupiter.api.Test;

/**
 * Whatever the text, there is a formula or a {@link FormulaException}; a formula can be printed, read back and made
 * into a reduction. The seed is printed; {@code -Dkeops.fuzzSeed=...} repeats a run.
 */
class FuzzTest {
    private static final int INPUTS = 10_000;
    private static final String[] ALIASES = {"x = Vi(3)", "y = Vj(3)", "p = Pm(1)", "A = Vj(6)"};
    private static final List<String> PIECES = List.of(
            "x", "y", "p", "A", "I", "J", "Var", "Vi", "Vj", "Pm", "Ind", "IntCst", "IntInv", "RatCst", "Zero", "(",
            ")", "(", ")", "(", ")", "[", "]", ",", ",", ",", ":", "+", "-", "*", "/", "**", "|", "<", "<=",
            "==", "!=", "=",
            "0", "1", "2", "3", "-1", "0.5", "1e9", "99999999999", "1e400", "#", " ", "\0", "é", "\ud83d", "z");

    private final long seed = Long.getLong("keops.fuzzSeed", 20_260_101L);
    private final Random random = new Random(seed);
    private int accepted;

    @Test
    void soupOfTokens() {
        var pieces = new ArrayList<>(PIECES);
        Operators.table().forEach(operator -> pieces.add(operator.name()));
        Operators.table().forEach(operator -> pieces.add(operator.name() + "("));
        for (int n = 0; n < INPUTS; n++) {
            var text = new StringBuilder();
            int length = 1 + random.nextInt(20);
            for (int k = 0; k < length; k++) {
                text.append(pick(pieces));
            }
            check(text.toString(), ALIASES);
        }
        System.out.println("fuzz seed " + seed + ": " + accepted + " of " + INPUTS + " soups are formulas");
    }

    @Test
    void mutationsOfFormulas() {
        List<Sample> samples = OperatorValuesTest.samples();
        for (int n = 0; n < INPUTS; n++) {
            Sample sample = pick(samples);
            check(mutated(sample.formula()), sample.aliases());
        }
        System.out.println("fuzz seed " + seed + ": " + accepted + " of " + INPUTS + " mutations are formulas");
        assertTrue(accepted > INPUTS / 50, "some mutations are formulas: " + accepted);
    }

    @Test
    void mutationsOfAliases() {
        List<String> aliases = List.of("x = Vi(3)", "y=Vj(1,3)", "p = Pm(2)", "Var(0,3,1)", "z = Vx(2)", "Vy(0,1)");
        for (int n = 0; n < INPUTS; n++) {
            check("Var(0,3,0)", mutated(pick(aliases)), mutated(pick(aliases)));
        }
    }

    private void check(String text, String... aliases) {
        try {
            Genred reduction = Genred.of(text, aliases).overI().backend(Backend.REFERENCE).build();
            Formula formula = reduction.formula();
            assertEquals(formula, Parser.parse(formula.toString(), Declarations.of(aliases)), formula::toString);
            accepted++;
        } catch (FormulaException e) {
            assertTrue(e.getMessage().length() < 2_000, () -> "seed " + seed + ": a long message: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + e + " for \"" + text + "\" with " + List.of(aliases), e);
        }
    }

    /** One or two small changes: characters or pieces removed, doubled, inserted, replaced, moved. */
    private String mutated(String text) {
        var mutated = new StringBuilder(text);
        for (int k = random.nextInt(2); k >= 0; k--) {
            int at = random.nextInt(mutated.length() + 1);
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(4));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, mutated.substring(at, end));
                case 2 -> mutated.insert(at, pick(PIECES));
                default -> mutated.replace(at, Math.min(mutated.length(), at + 1), pick(PIECES));
            }
        }
        return mutated.toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
