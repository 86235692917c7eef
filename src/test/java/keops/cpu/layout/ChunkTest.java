package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import keops.program.BinaryFunction;
import keops.program.Stage;
import keops.program.Staged;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** What a kernel reads, keeps and multiplies and adds at once. */
class ChunkTest {
    private final Programs program = new Programs();
    private final int row = program.row(0);
    private final int column = program.column(0);
    private final int product = program.of(BinaryFunction.MULTIPLY, row, column);
    private final int sum = program.of(BinaryFunction.ADD, product, column);

    private static Chunk chunk(List<Integer> values, Map<Integer, Integer> liveOut, List<Epilogue> epilogues) {
        return new Chunk(values, Map.of(), liveOut, epilogues, 0);
    }

    @Test
    void inputsAreWhatItReadsOfAStage() {
        int threshold = program.supplied(0);
        Staged staged = program.staged(sum, threshold);
        Chunk chunk = chunk(List.of(product, sum), Map.of(), List.of(new Epilogue.Candidates(sum, threshold, 0)));
        assertEquals(Set.of(row, threshold), chunk.inputs(staged, Stage.ROW));
        assertEquals(Set.of(column), chunk.inputs(staged, Stage.COLUMN));
        assertEquals(Set.of(), chunk.inputs(staged, Stage.PARAMETER));
    }

    @Test
    void theVectorsOfAFoldAreNoInputs() {
        int fold = program.scalarProduct(20);
        Staged staged = program.staged(fold);
        Chunk chunk = chunk(List.of(fold), Map.of(fold, 0), List.of());
        assertTrue(chunk.isFold(staged.program()));
        assertEquals(20, chunk.terms(staged.program()));
        assertEquals(Set.of(), chunk.inputs(staged, Stage.ROW));
    }

    @Test
    void aProductThatIsOnlySummedIsMultipliedAndAddedAtOnce() {
        Staged staged = program.staged(product);
        int[] uses = new int[staged.program().values().size()];
        uses[product] = 1;
        List<Integer> values = List.of(product);
        assertTrue(chunk(values, Map.of(), Programs.sums(SumScheme.BLOCK, product)).isSummedProduct(product, staged,
                uses));
        assertTrue(chunk(values, Map.of(), List.of(new Epilogue.ColumnSum(product, 0))).isSummedProduct(product,
                staged, uses));
        assertFalse(chunk(values, Map.of(), Programs.sums(SumScheme.KAHAN, product)).isSummedProduct(product, staged,
                uses));
        assertFalse(chunk(values, Map.of(product, 0), Programs.sums(SumScheme.BLOCK, product))
                .isSummedProduct(product, staged, uses));
        assertFalse(chunk(values, Map.of(), List.of(new Epilogue.Extremum(product, true, false)))
                .isSummedProduct(product, staged, uses));
        uses[product] = 2;
        assertFalse(chunk(values, Map.of(), Programs.sums(SumScheme.BLOCK, product)).isSummedProduct(product, staged,
                uses));
    }

    @Test
    void accumulatorsAndColumnSumsAreThoseOfItsEpilogues() {
        Chunk chunk = chunk(List.of(product, sum), Map.of(), List.of(
                new Epilogue.Sum(product, SumScheme.KAHAN), new Epilogue.ColumnSum(sum, 0),
                new Epilogue.Extremum(sum, false, true)));
        assertEquals(4, chunk.accumulators());
        assertEquals(1, chunk.columnSums());
        assertTrue(chunk.isDescending());
    }

    @Test
    void spillSlotsAreThoseOfTheHighestNumber() {
        assertEquals(0, Chunk.slots(List.of(List.of(chunk(List.of(product), Map.of(), List.of())))));
        assertEquals(3, Chunk.slots(List.of(
                List.of(chunk(List.of(product), Map.of(product, 2), List.of())),
                List.of(chunk(List.of(sum), Map.of(sum, 0), List.of())))));
    }
}
