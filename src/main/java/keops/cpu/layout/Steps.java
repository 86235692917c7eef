package keops.cpu.layout;

import java.util.ArrayList;
import java.util.List;
import keops.plan.CurrentWatch;
import keops.program.Scalar;
import keops.program.Staged;

/**
 * The same work as that of some kernels, cut into steps of a few operations each, every one of which only serves the
 * next, or of one epilogue. There are not many different steps, and all formulas share the kernels that run them; so
 * these are compiled already when a new formula comes. Each pair goes through the same operations in the same order as
 * in the formula's own kernels: results have the same bits.
 */
public final class Steps {
    /** Operations of a step: more save loads and stores, but make steps that fewer formulas share. */
    private static final int OPERATIONS = 3;

    private final Staged staged;
    private final Chunk kernel;
    private final int[] uses;
    private final List<SpillSlots.Part> steps = new ArrayList<>();

    private Steps(Staged staged, Chunk kernel, int[] uses) {
        this.staged = staged;
        this.kernel = kernel;
        this.uses = uses;
    }

    /** Cuts kernels of a pass into steps. */
    public static List<Chunk> of(List<Chunk> kernels, Staged staged) {
        int[] uses = staged.program().uses();
        return SpillSlots.chunks(
                staged, kernels.stream().flatMap(kernel -> new Steps(staged, kernel, uses).cut().stream()).toList());
    }

    private List<SpillSlots.Part> cut() {
        CurrentWatch.check();
        for (int v : kernel.values()) {
            if (!kernel.isSummedProduct(v, staged, uses)) {
                add(v, List.of());
            }
        }
        for (Epilogue epilogue : kernel.epilogues()) {
            int v = epilogue.value();
            if (kernel.values().contains(v) && kernel.isSummedProduct(v, staged, uses)) {
                add(v, List.of(epilogue));
            } else {
                steps.add(new SpillSlots.Part(List.of(), List.of(epilogue)));
            }
        }
        return steps;
    }

    /** Adds a value to the last step, if that serves nothing else, or as a step of its own. */
    private void add(int v, List<Epilogue> epilogues) {
        var values = new ArrayList<Integer>();
        if (!steps.isEmpty() && onlyServes(steps.getLast(), v)) {
            values.addAll(steps.removeLast().values());
        }
        values.add(v);
        steps.add(new SpillSlots.Part(List.copyOf(values), epilogues));
    }

    private boolean onlyServes(SpillSlots.Part step, int v) {
        if (!step.epilogues().isEmpty() || step.values().isEmpty() || step.values().size() >= OPERATIONS) {
            return false;
        }
        int last = step.values().getLast();
        boolean isFold = isFold(last) || isFold(v);
        long taken = SpillSlots.inputs(staged, v).stream().filter(operand -> operand == last).count();
        return !isFold && taken > 0 && taken == uses[last];
    }

    private boolean isFold(int v) {
        return staged.program().values().get(v) instanceof Scalar.Fold;
    }
}
