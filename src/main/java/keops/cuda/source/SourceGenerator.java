package keops.cuda.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import keops.cuda.source.EntryPoint.Grid;
import keops.formula.Variable;
import keops.plan.Output;
import keops.plan.Plan;
import keops.program.Extent;
import keops.program.Program;
import keops.reduction.Reduction;
import keops.tensor.DType;

/** Generates the kernels of a plan. */
final class SourceGenerator {
    /** The most registers of a block. */
    private static final int REGISTERS = 1 << 15;

    private final Plan plan;
    private final DType compute;
    private final Real real;
    private final List<Storage> storage;
    private final GeneratorOptions options;

    private SourceGenerator(Plan plan, DType compute, List<Storage> storage, GeneratorOptions options) {
        this.plan = plan;
        this.compute = compute;
        this.real = Real.of(compute);
        this.storage = storage;
        this.options = options;
    }

    static KernelSource generate(Plan plan, DType compute, List<Storage> storage, GeneratorOptions options) {
        if (storage.size() != plan.arguments().size()) {
            throw new IllegalArgumentException(
                    plan.arguments().size() + " arguments, but " + storage.size() + " kinds of storage");
        }
        KernelLimits.checkSize(plan);
        return new SourceGenerator(plan, compute, List.copyOf(storage), options).source();
    }

    private KernelSource source() {
        Cut cut = cut();
        Optional<KernelSource> threadTile = ThreadTile.fold(cut).flatMap(fold -> {
            StageText stages = stages(cut, OptionalInt.of(fold));
            StateText state = state(stages);
            return ThreadTile.of(plan, stages, state, fold).map(template -> source(stages, state, template));
        });
        return threadTile.orElseGet(() -> {
            StageText stages = stages(cut, OptionalInt.empty());
            StateText state = state(stages);
            KernelLimits.checkMemory(stages, state);
            return source(stages, state, new RowTile(stages, state, plan));
        });
    }

    private KernelSource source(StageText stages, StateText state, Template template) {
        int threads = template.threads();
        Optional<EntryPoint> merge = plan.dim(Extent.ROWS) == 0
                ? Optional.empty()
                : Optional.of(new EntryPoint("merge", Grid.ROWS, threads, 1, threads, 1, 0, REGISTERS / threads));
        Optional<EntryPoint> totals = plan.dim(Extent.PAIRS) == 0
                ? Optional.empty()
                : Optional.of(new EntryPoint("add_blocks", Grid.TOTALS, threads, 1, 1, 1,
                        threads * Double.BYTES + Integer.BYTES, 64));

        var code = new Code();
        code.comment(plan.toString());
        code.comment("in " + compute + ", " + template.description());
        prologue(code, template);
        stages.declare(code);
        state.declare(code);
        state.visit(code, template.unroll(), template.tail());
        state.writeRow(code);
        Shared.declare(code, template.mergesLanes(), plan.dim(Extent.PAIRS));
        Optional<EntryPoint> parameters = stages.parameters().entry(code);
        template.declare(code);
        merge.ifPresent(_ -> state.merge(code, stages.parameters().once()));
        totals.ifPresent(_ -> Shared.totals(code, plan.outputs().size() - 1));
        return new KernelSource(code.toString(), call(), plan, compute, template.description(), parameters,
                template.reduce(), template.few(), merge, totals, state.isStoredAlways(), state.bytes(),
                stages.parameters().bytes(), options());
    }

    private StageText stages(Cut cut, OptionalInt fold) {
        Map<Integer, Integer> dims = new HashMap<>();
        plan.arguments().forEach(argument -> dims.put(argument.position(), argument.dim()));
        return new StageText(real, cut, storage, dims, fold);
    }

    private Cut cut() {
        Program program = CudaPipeline.of(plan, options.distances()).apply(plan.program());
        List<Integer> outputs = program.outputs();
        return plan.reduction().isSum()
                ? Cut.of(program, outputs.subList(0, plan.dim()), outputs.subList(plan.dim(), 2 * plan.dim()))
                : Cut.of(program, outputs, List.of());
    }

    private StateText state(StageText stages) {
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> new SumText(plan, stages);
            case Reduction.Exponential kind -> new ExponentialText(kind, plan, stages);
            case Reduction.Extremum _ when !plan.reduction().hasIndices() -> new ExtremumText(plan, stages);
            case Reduction.Extremum _, Reduction.Extrema _ -> new SelectText(plan, stages);
        };
    }

    private void prologue(Code code, Template template) {
        code.add("#define THREADS " + template.threads());
        code.add("#define ROWS " + template.rowsPerVisit());
        code.add("#define TILE " + template.columnsPerVisit());
        if (plan.dim(Extent.PAIRS) > 0) {
            code.add("#define TOTALS " + plan.dim(Extent.PAIRS));
        }
        storage.stream().distinct().forEach(kind -> code.add(kind.conversion()));
        code.comment("The arguments, the outputs, room for partial results, and sizes.");
        code.add("struct Call {");
        for (Variable argument : arguments()) {
            code.add("const " + storage.get(argument.position()).cType() + "* __restrict__ a"
                    + argument.position() + ";");
        }
        List<Output> outputs = plan.outputs();
        for (int k = 0; k < outputs.size(); k++) {
            code.add((outputs.get(k).isIndex() ? "long long" : real.cType()) + "* __restrict__ out" + k + ";");
        }
        code.add("""
                void* partials;
                double* total_partials;
                void* parameter_values;
                const volatile int* stop;
                long long rows, first_row, columns, slice_columns, slices, total_blocks;
                };
                """);
    }

    private List<Variable> arguments() {
        return plan.arguments();
    }

    private List<CallField> call() {
        var fields = new ArrayList<CallField>();
        arguments().forEach(argument -> fields.add(new CallField.Argument(argument.position())));
        IntStream.range(0, plan.outputs().size()).forEach(k -> fields.add(new CallField.Output(k)));
        fields.addAll(List.of(
                new CallField.Partials(), new CallField.TotalPartials(), new CallField.ParameterValues(),
                new CallField.Stop(), new CallField.Rows(), new CallField.FirstRow(), new CallField.Columns(),
                new CallField.SliceColumns(), new CallField.Slices(), new CallField.TotalBlocks()));
        return fields;
    }

    private List<String> options() {
        var list = new ArrayList<>(List.of("--std=c++17", "-default-device", "-ftz=true"));
        list.add(options.fastMath() ? "-use_fast_math" : "-fmad=false");
        return list;
    }
}
