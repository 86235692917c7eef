package keops.cpu;

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
record Inputs(List<Loaded> loaded, List<Computed> computed) {
    /** A component of an argument and the slot of the kernel that it fills. */
    record Component(int component, int slot) {}

    /** An argument and the components that are used of it. */
    record Loaded(int argument, List<Component> components) {}

    /** A value to compute and the slot of the kernel that it fills. */
    record Computed(int value, int slot) {}

    /** The inputs of a stage; a long vector may have components of earlier stages, which count as computed. */
    static Inputs of(Program program, List<Integer> slots, Stage stage) {
        var loaded = new TreeMap<Integer, List<Component>>();
        var computed = new ArrayList<Computed>();
        for (int slot = 0; slot < slots.size(); slot++) {
            int v = slots.get(slot);
            if (program.values().get(v) instanceof Scalar.Load(int argument, int component, Stage of)
                    && of == stage) {
                loaded.computeIfAbsent(argument, _ -> new ArrayList<>()).add(new Component(component, slot));
            } else if (!(program.values().get(v) instanceof Scalar.Supplied)) {
                computed.add(new Computed(v, slot));
            }
        }
        return new Inputs(
                loaded.entrySet().stream().map(e -> new Loaded(e.getKey(), List.copyOf(e.getValue()))).toList(),
                List.copyOf(computed));
    }

    /** The number of columns of the widest argument that is read. */
    int widest(List<Tensor> arguments) {
        return loaded.stream().mapToInt(l -> Math.toIntExact(arguments.get(l.argument()).size(1))).max().orElse(0);
    }
}
