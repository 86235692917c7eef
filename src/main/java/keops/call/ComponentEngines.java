package keops.call;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.memory.ScratchArena;
import keops.plan.Plan;
import keops.plan.Slot;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Evaluates a plan component by component, each by a pass over the pairs, all within one call. */
final class ComponentEngines implements Engine {
    private final Plan plan;
    private final Slot<List<Engine>> each = new Slot<>();

    ComponentEngines(Plan plan) {
        this.plan = plan;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public List<Engine> components() {
        return each.get(() -> plan.components().stream().map(Engine::of).toList());
    }

    @Override
    public void run(Evaluation evaluation) {
        evaluation.each(this::runElement);
    }

    private void runElement(Evaluation evaluation) {
        List<Engine> engines = components();
        CallWatch watch = evaluation.watch();
        watch.check();
        long further = engines.size() - 1L;
        watch.expect(further * evaluation.rows(), watch.isCounted() ? further * evaluation.pairs() : 0);
        // A number or, along a third axis, several numbers for each row and component.
        Tensor output = evaluation.outputs().getFirst();
        long width = output.rank() == 2 ? 1 : output.size(2);
        try (Arena scratch = new ScratchArena()) {
            Tensor all = output.device().isPresent()
                    ? Tensor.allocate(scratch, output.dtype(), output.shape())
                    : output;
            Tensor one = Tensor.allocate(scratch, output.dtype(), evaluation.rows(), width);
            for (int d = 0; d < engines.size(); d++) {
                engines.get(d).run(evaluation.into(one));
                SideBySide.put(one, all, d, engines.size());
            }
            if (all != output) {
                output.copyFrom(all);
            }
        }
    }

    @Override
    public boolean mayRunOnGpu(Execution execution, List<Tensor> arguments, long rows, long columns) {
        return components().stream().anyMatch(component -> component.mayRunOnGpu(execution, arguments, rows, columns));
    }

    @Override
    public boolean runsPlainly(Execution execution, DType compute) {
        return components().stream().anyMatch(component -> component.runsPlainly(execution, compute));
    }

    /** Of those of which the same becomes, it is told once. */
    @Override
    public String explain(Execution execution, DType dtype) {
        List<Engine> engines = components();
        Map<String, List<Integer>> byText = IntStream.range(0, engines.size()).boxed().collect(Collectors.groupingBy(
                d -> engines.get(d).explain(execution, dtype), LinkedHashMap::new,
                Collectors.toCollection(ArrayList::new)));
        return "each of the " + engines.size() + " components is computed by passes of its own\n"
                + byText.entrySet().stream()
                .map(entry -> (entry.getValue().size() == 1 ? "component " : "components ")
                        + entry.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": "
                        + entry.getKey())
                .collect(Collectors.joining());
    }

    @Override
    public void warmUp(Execution execution, DType dtype) {
        components().forEach(component -> component.warmUp(execution, dtype));
    }

    @Override
    public List<Precompiled> precompile(Execution execution, DType dtype, int architecture, KernelStore store) {
        return components().stream()
                .flatMap(component -> component.precompile(execution, dtype, architecture, store).stream())
                .toList();
    }
}
