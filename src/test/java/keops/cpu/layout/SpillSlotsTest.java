package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import keops.program.BinaryFunction;
import keops.program.Staged;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** Values that are live at the same time have slots of their own; others share them. */
class SpillSlotsTest {
    private final Programs program = new Programs();
    private final int row = program.row(0);

    private int next(int v) {
        return program.of(BinaryFunction.ADD, v, program.column(0));
    }

    @Test
    void aSlotIsGivenAgainWhenItsValueIsDead() {
        int a = next(row);
        int b = next(a);
        int c = next(b);
        int d = next(c);
        List<Chunk> chunks = SpillSlots.chunks(program.staged(d), List.of(part(a), part(b), part(c), part(d)));
        assertEquals(0, chunks.get(0).liveOut().get(a));
        assertEquals(1, chunks.get(1).liveOut().get(b));
        assertEquals(0, chunks.get(2).liveOut().get(c));
        assertEquals(0, chunks.get(3).liveIn().get(c));
        assertTrue(chunks.get(3).liveOut().isEmpty());
    }

    private static SpillSlots.Part part(int... values) {
        var list = new ArrayList<Integer>();
        for (int v : values) {
            list.add(v);
        }
        return new SpillSlots.Part(list, List.of());
    }

    @Test
    void whatIsUsedInItsOwnPartOnlyHasNoSlot() {
        int a = next(row);
        int b = next(a);
        Chunk chunk = SpillSlots.chunks(program.staged(b), List.of(part(a, b))).getFirst();
        assertTrue(chunk.liveIn().isEmpty() && chunk.liveOut().isEmpty());
    }

    @Test
    void accumulatorsOfPartsAreCountedOn() {
        int a = next(row);
        int b = next(a);
        List<Chunk> chunks = SpillSlots.chunks(program.staged(a, b), List.of(
                new SpillSlots.Part(List.of(a), Programs.sums(SumScheme.KAHAN, a)),
                new SpillSlots.Part(List.of(b), Programs.sums(SumScheme.BLOCK, b))));
        assertEquals(0, chunks.getFirst().firstAccumulator());
        assertEquals(2, chunks.getLast().firstAccumulator());
    }

    @Test
    void noSlotIsOverwrittenBeforeItsValueIsRead() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            var drawn = new Programs();
            var values = new ArrayList<Integer>();
            values.add(drawn.of(BinaryFunction.ADD, drawn.row(0), drawn.column(0)));
            for (int k = 0; k < 30; k++) {
                values.add(drawn.of(BinaryFunction.ADD, values.get(random.nextInt(values.size())),
                        values.get(random.nextInt(values.size()))));
            }
            var parts = new ArrayList<SpillSlots.Part>();
            for (int from = 0, to; from < values.size(); from = to) {
                to = Math.min(values.size(), from + 1 + random.nextInt(5));
                parts.add(new SpillSlots.Part(values.subList(from, to), List.of()));
            }
            Staged staged = drawn.staged(values.getLast());
            var memory = new HashMap<Integer, Integer>();
            for (Chunk chunk : SpillSlots.chunks(staged, parts)) {
                chunk.liveIn().forEach((v, slot) -> assertEquals(v, memory.get(slot), "seed " + seed));
                chunk.liveOut().forEach((v, slot) -> memory.put(slot, v));
            }
        }
    }
}
