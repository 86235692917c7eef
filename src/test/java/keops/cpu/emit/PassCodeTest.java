package keops.cpu.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keops.cpu.code.Operands;
import keops.cpu.code.TileKernel;
import keops.plan.Unwatched;
import org.junit.jupiter.api.Test;

/** A pass runs its kernels strip by strip. */
class PassCodeTest {
    private final List<String> runs = new ArrayList<>();
    private final List<Integer> events = new ArrayList<>();

    private PlacedKernel kernel(String name, int... offsets) {
        TileKernel kernel = (_, _, _, first, end, _, _, _, _, _, told) -> {
            runs.add(name + first + "-" + end + (told.length == 0 ? "" : "@" + told[0]));
            return end - first;
        };
        return new PlacedKernel(kernel, offsets, new int[] {}, new int[] {}, new int[] {});
    }

    private void run(PassCode code, int first, int end) {
        code.run(new Operands(null, 0, null, null, null, null, null, null, Unwatched.CALL), first, end, events::add);
    }

    @Test
    void allKernelsGoThroughAStripBeforeTheNext() {
        run(new PassCode(List.of(kernel("a"), kernel("b", 7)), 20, false), 10, 45);
        assertEquals(List.of("a10-30", "b10-30@7", "a30-45", "b30-45@7"), runs);
        assertEquals(List.of(20, 20, 15, 15), events);
    }

    @Test
    void stripsGoDownWhereTheLowestOfTiesWins() {
        run(new PassCode(List.of(kernel("a")), 20, true), 10, 45);
        assertEquals(List.of("a30-45", "a10-30"), runs);
    }

    @Test
    void withoutColumnsNothingRuns() {
        run(new PassCode(List.of(kernel("a")), 20, false), 10, 10);
        assertEquals(List.of(), runs);
    }

    @Test
    void aMovedKernelIsToldOffsetsOfItsRows() {
        var kernel = new PlacedKernel(
                kernel("a").kernel(), new int[] {1, 2, 3, 4}, new int[] {0}, new int[] {1}, new int[] {2});
        assertEquals(List.of(11, 22, 33, 4), Arrays.stream(kernel.movedBy(10, 20, 30).offsets()).boxed().toList());
        assertEquals(1, kernel.offsets()[0]);
    }
}
