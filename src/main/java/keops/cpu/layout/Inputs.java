package keops.cpu.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.Tensor;

/**
 * Where the row values or the column values of a kernel come from: plain components of arguments, or values to compute.
 *
 * @param loaded the components, by argument
 * @param computed the values to compute
 */
public record Inputs(List<Loaded> loaded, List<Computed> computed) {
    /**
     * Components of an argument, one after the other, and the slots of the kernel that they fill, one after the other.
     */
    public record Run(int component, int slot, int length) {}

    /** An argument and the components that are used of it. */
    public record Loaded(int argument, List<Run> runs) {}

    /** A value to compute and the slot of the kernel that it fills. */
    public record Computed(int value, int slot) {}

    /** The inputs of a stage; a long vector may have components of earlier stages, which count as computed. */
    public static Inputs of(Program program, List<Integer> slots, Stage stage) {
        var loaded = new TreeMap<Integer, List<Run>>();
        var computed = new ArrayList<Computed>();
        for (int slot = 0; slot < slots.size(); slot++) {
            int v = slots.get(slot);
            if (program.values().get(v) instanceof Scalar.Load(int argument, int component, Stage of)
                    && of == stage) {
                extend(loaded.computeIfAbsent(argument, _ -> new ArrayList<>()), component, slot);
            } else if (!(program.values().get(v) instanceof Scalar.Supplied)) {
                computed.add(new Computed(v, slot));
            }
        }
        return new Inputs(
                loaded.entrySet().stream().map(e -> new Loaded(e.getKey(), List.copyOf(e.getValue()))).toList(),
                List.copyOf(computed));
    }

    /** Adds a component to the last run, or begins a new one. */
    private static void extend(List<Run> runs, int component, int slot) {
        Run last = runs.isEmpty() ? new Run(component, slot, 0) : runs.removeLast();
        if (component == last.component + last.length && slot == last.slot + last.length) {
            runs.add(new Run(last.component, last.slot, last.length + 1));
        } else {
            runs.add(last);
            runs.add(new Run(component, slot, 1));
        }
    }

    /** The number of columns of the widest argument that is read. */
    public int widest(List<Tensor> arguments) {
        int widest = 0;
        for (Loaded one : loaded) {
            widest = Math.max(widest, Math.toIntExact(arguments.get(one.argument()).size(1)));
        }
        return widest;
    }
}
