package keops;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.plan.CurrentWatch;
import keops.plan.Plan;
import keops.reduction.RowBlock;
import keops.tensor.DType;
import keops.tensor.ScratchArena;
import keops.tensor.Tensor;

/**
 * The components of a reduction that is computed one component at a time, each by a pass over the pairs, all within one
 * call.
 *
 * @param each what computes a component
 */
record Components(List<Engines> each) {
    Components {
        each = List.copyOf(each);
    }

    static Components of(Plan plan) {
        return new Components(plan.components().stream().map(Engines::new).toList());
    }

    /**
     * Computes all components.
     *
     * @param output the result: a number or, along a third axis, several numbers for each row and component
     */
    void run(Execution execution, DType dtype, List<Tensor> arguments, Tensor output, long rows, long columns,
            Optional<List<RowBlock>> ranges, CallWatch watch) {
        long further = each.size() - 1L;
        watch.expect(further * rows, watch.isCounted() ? further * RowBlock.pairs(ranges, rows, columns) : 0);
        long width = output.rank() == 2 ? 1 : output.size(2);
        try (Arena scratch = new ScratchArena()) {
            Tensor all = output.device().isPresent() ? Tensor.allocate(scratch, output.dtype(), output.shape()) : output;
            Tensor one = Tensor.allocate(scratch, output.dtype(), rows, width);
            for (int d = 0; d < each.size(); d++) {
                each.get(d).run(execution, dtype, arguments, List.of(one), rows, columns, ranges, watch);
                put(one, all, d, each.size());
            }
            if (all != output) {
                output.copyFrom(all);
            }
        }
    }

    /** Tensors of components side by side along the last axis. */
    static Tensor sideBySide(Arena arena, List<Tensor> parts) {
        Tensor first = parts.getFirst();
        long[] shape = first.shape();
        shape[shape.length - 1] *= parts.size();
        Tensor all = Tensor.allocate(arena, first.dtype(), shape);
        for (int d = 0; d < parts.size(); d++) {
            put(parts.get(d), all, d, parts.size());
        }
        return all;
    }

    private static void put(Tensor part, Tensor all, int d, int count) {
        long bytes = part.size(part.rank() - 1) * part.dtype().bytes();
        for (long row = 0; row < part.byteSize() / bytes; row++) {
            CurrentWatch.checkAt(row);
            MemorySegment.copy(part.segment(), row * bytes, all.segment(), (row * count + d) * bytes, bytes);
        }
    }

    /** What becomes of the components: of those of which the same becomes, it is told once. */
    String explain(Execution execution, DType dtype) {
        Map<String, List<Integer>> byText = IntStream.range(0, each.size()).boxed().collect(Collectors.groupingBy(
                d -> each.get(d).explain(execution, dtype), LinkedHashMap::new, Collectors.toCollection(ArrayList::new)));
        return "each of the " + each.size() + " components is computed by passes of its own\n" + byText.entrySet().stream()
                .map(entry -> (entry.getValue().size() == 1 ? "component " : "components ")
                        + entry.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": "
                        + entry.getKey())
                .collect(Collectors.joining());
    }

    Stream<Engines> stream() {
        return each.stream();
    }
}
