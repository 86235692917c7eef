package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keops.cpu.code.RegisterBudget;
import keops.program.BinaryFunction;
import keops.program.Stage;
import keops.program.Staged;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** The first part of a long chain of operations runs one column ahead, where registers allow. */
class LookaheadTest {
    private static final RegisterBudget REGISTERS = RegisterBudget.of(512);

    private final Programs program = new Programs();

    private static List<Integer> pairs(Staged staged) {
        return IntStream.range(0, staged.stages().size())
                .filter(v -> staged.stages().get(v) == Stage.PAIR)
                .boxed()
                .toList();
    }

    private static Chunk chunk(Staged staged, List<Epilogue> epilogues) {
        return new Chunk(pairs(staged), Map.of(), Map.of(), epilogues, 0);
    }

    @Test
    void theChainOfAGaussianIsCutWhereItsPartsAreMostAlike() {
        int power = program.gaussian(3);
        Staged staged = program.staged(power);
        Chunk chunk = chunk(staged, Programs.sums(SumScheme.BLOCK, power));
        // Differences, squares and negation: all but the power, which takes as long as ten of them.
        assertEquals(chunk.values().size() - 1, Lookahead.values(chunk, staged, REGISTERS, 2));
    }

    @Test
    void oneOperationIsNotCut() {
        int product = program.of(BinaryFunction.MULTIPLY, program.row(0), program.column(0));
        Staged staged = program.staged(product);
        assertEquals(0, Lookahead.values(chunk(staged, Programs.sums(SumScheme.BLOCK, product)), staged, REGISTERS, 1));
    }

    @Test
    void whatWaitsForItsColumnMustStayInRegisters() {
        int power = program.gaussian(3);
        Staged staged = program.staged(power);
        Chunk chunk = chunk(staged, Programs.sums(SumScheme.BLOCK, power));
        assertTrue(Lookahead.values(chunk, staged, REGISTERS, 4) > 0);
        assertEquals(0, Lookahead.values(chunk, staged, new RegisterBudget(18, 24, 8, 28), 4));
    }

    @Test
    void noneIsAheadOfSpilledValuesOrDownwards() {
        int power = program.gaussian(3);
        Staged staged = program.staged(power);
        List<Integer> values = pairs(staged);
        var spilled = new Chunk(values.subList(1, values.size()), Map.of(values.getFirst(), 0), Map.of(),
                Programs.sums(SumScheme.BLOCK, power), 0);
        assertEquals(0, Lookahead.values(spilled, staged, REGISTERS, 1));
        Chunk down = chunk(staged, List.of(new Epilogue.Extremum(power, true, true)));
        assertEquals(0, Lookahead.values(down, staged, REGISTERS, 1));
    }
}
