package keops.cpu;

import java.util.ArrayList;
import java.util.List;
import keops.program.Staged;

/**
 * The same work as that of some kernels, cut into steps of one operation each, or of one ending. There are not many
 * different steps, and all formulas share the kernels that run them; so these are compiled already when a new formula comes.
 * Each pair goes through the same operations in the same order as in the formula's own kernels: results have the same bits.
 */
final class Steps {
    private Steps() {}

    /** Cuts kernels of a pass into steps. */
    static List<Chunk> of(List<Chunk> kernels, Staged staged) {
        int[] uses = staged.program().uses();
        var steps = new ArrayList<Handover.Work>();
        for (Chunk kernel : kernels) {
            for (int v : kernel.values()) {
                if (!kernel.isSummedProduct(v, staged, uses)) {
                    steps.add(new Handover.Work(List.of(v), List.of()));
                }
            }
            for (Ending ending : kernel.endings()) {
                int v = ending.value();
                boolean isProduct = kernel.values().contains(v) && kernel.isSummedProduct(v, staged, uses);
                steps.add(new Handover.Work(isProduct ? List.of(v) : List.of(), List.of(ending)));
            }
        }
        return Handover.chunks(staged, steps);
    }
}
