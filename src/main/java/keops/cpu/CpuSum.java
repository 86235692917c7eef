package keops.cpu;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import keops.plan.Plan;
import keops.program.Evaluator;
import keops.program.Optimise;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Sum reductions by generated kernels. Rows lie in the lanes of vectors, a few vectors side by side; columns are taken
 * in tiles that stay in the first-level cache. Each tile is summed by the kernel in the compute type; the sums of tiles
 * are added in double precision or with their rounding errors. Tasks are groups of rows, so that results do not depend
 * on the number of threads.
 */
final class CpuSum {
    /** Column values of a tile, and columns: short enough for the cache and for the accuracy of plain sums. */
    private static final int TILE_VALUES = 8192;
    private static final int TILE_COLUMNS = 512;
    /** Row values that one task keeps. */
    private static final int GROUP_VALUES = 16384;
    private static final int GROUP_ROWS = 1024;

    private final DType dtype;
    private final ElementKind kind;
    private final Staged staged;
    private final Program program;
    private final int outputs;
    private final int blockRows;
    private final List<Kernel> kernels;
    /** Whether sums are multiplied by factors that change from row to row. */
    private final boolean rowFactors;
    private final Inputs rowInputs;
    private final Inputs columnInputs;
    private final ThreadLocal<Scratch> scratch;

    /** A kernel and the outputs that it sums. */
    private record Kernel(SumTile tile, int from, int count) {}

    private CpuSum(DType dtype, Staged staged, KernelShape shape, List<Kernel> kernels) {
        this.dtype = dtype;
        this.kind = ElementKind.of(dtype);
        this.staged = staged;
        this.program = staged.program();
        this.outputs = program.outputs().size() / 2;
        this.blockRows = shape.blockRows();
        this.kernels = kernels;
        this.rowFactors = program.outputs().subList(outputs, 2 * outputs).stream()
                .anyMatch(factor -> staged.stages().get(factor) == Stage.I);
        this.rowInputs = Inputs.of(program, staged.rows());
        this.columnInputs = Inputs.of(program, staged.columns());
        this.scratch = ThreadLocal.withInitial(() -> Scratch.of(kind));
    }

    /** Generates the kernels of a plan; null where the formula is too large for them. */
    static CpuSum compile(Plan plan, DType dtype) {
        Staged staged = Staged.of(Optimise.forSum(plan.program()));
        KernelShape shape = KernelShape.choose(staged, ElementKind.of(dtype), Lanes.bits());
        if (shape == null) {
            return null;
        }
        var kernels = new ArrayList<Kernel>();
        int outputs = staged.program().outputs().size() / 2;
        for (int from = 0; from < outputs; from += shape.outputsPerKernel()) {
            int to = Math.min(outputs, from + shape.outputsPerKernel());
            byte[] bytes = SumTileEmitter.emit(ElementKind.of(dtype), shape.bits(), shape.rowVectors(), staged,
                    staged.program().outputs().subList(from, to));
            kernels.add(new Kernel(define(bytes), from, to - from));
        }
        return new CpuSum(dtype, staged, shape, List.copyOf(kernels));
    }

    private static SumTile define(byte[] bytes) {
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (SumTile) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated kernel could not be loaded", e);
        }
    }

    /** Computes the sums of all rows. */
    void run(List<Tensor> arguments, Tensor output, long rows, long columns, int threads) {
        if (columns == 0) {
            output.segment().fill((byte) 0);
            return;
        }
        int group = groupRows(rows, threads);
        int tasks = Math.toIntExact((rows + group - 1) / group);
        int workers = Math.min(threads, tasks);
        try (var shared = new SharedArguments(arguments, output, workers > 1)) {
            var call = new Call(shared.arguments(), shared.output(), columns);
            call.computeColumns(shared, workers);
            Workers.run(tasks, workers, task -> {
                long from = (long) task * group;
                call.sumRows(from, (int) Math.min(group, rows - from));
            });
            shared.copyBack();
        }
    }

    /** Whole blocks, many enough to keep the copies of column tiles cheap, few enough to occupy all threads. */
    private int groupRows(long rows, int threads) {
        long blocks = (rows + blockRows - 1) / blockRows;
        int most = Math.max(1, Math.min(GROUP_ROWS / blockRows, GROUP_VALUES / (blockRows * rowSlots())));
        long perThread = Math.max(1, blocks / (4L * threads));
        long fitting = Math.max(Math.min(most, perThread), (blocks + Integer.MAX_VALUE - 1) / Integer.MAX_VALUE);
        return Math.toIntExact(fitting * blockRows);
    }

    private int rowSlots() {
        return Math.max(1, staged.rows().size());
    }

    private int tileColumns() {
        return Math.clamp(TILE_VALUES / Math.max(1, staged.columns().size()), 8, TILE_COLUMNS);
    }

    /** One call of the reduction: its arguments, its parameter values and its column values. */
    private final class Call {
        private final List<Tensor> arguments;
        private final Tensor output;
        private final long columns;
        private final Object parameters;
        private Tensor computedColumns;

        Call(List<Tensor> arguments, Tensor output, long columns) {
            this.arguments = arguments;
            this.output = output;
            this.columns = columns;
            var evaluator = evaluator(new Position(arguments));
            double[] values = staged.parameters().stream().mapToDouble(evaluator::value).toArray();
            this.parameters = kind == ElementKind.DOUBLE ? values : Narrow.toFloats(values);
        }

        private Evaluator evaluator(Position position) {
            var evaluator = new Evaluator(program);
            evaluator.compute(Stage.PARAMETER, position);
            return evaluator;
        }

        /** Column values that are not plain components are computed once, for all rows. */
        void computeColumns(SharedArguments shared, int workers) {
            List<Integer> computed = columnInputs.computed();
            if (computed.isEmpty()) {
                return;
            }
            computedColumns = shared.allocate(dtype, columns, computed.size());
            int tasks = (int) Math.min(4L * workers, columns);
            Workers.run(tasks, workers, task -> {
                var position = new Position(arguments);
                var evaluator = evaluator(position);
                long to = columns * (task + 1) / tasks;
                for (position.index = columns * task / tasks; position.index < to; position.index++) {
                    evaluator.compute(Stage.J, position);
                    for (int k = 0; k < computed.size(); k++) {
                        computedColumns.setDoubleAt(position.index * computed.size() + k,
                                evaluator.value(computed.get(k)));
                    }
                }
            });
        }

        void sumRows(long firstRow, int count) {
            Scratch memory = scratch.get();
            int tile = tileColumns();
            int blocks = (count + blockRows - 1) / blockRows;
            memory.require(blocks * blockRows * rowSlots(), tile * Math.max(1, staged.columns().size()),
                    blockRows * outputs, Math.max(
                            tile * Math.max(columnInputs.widest(arguments), columnInputs.computed().size()),
                            blockRows * rowInputs.widest(arguments)));
            var position = new Position(arguments);
            var evaluator = evaluator(position);
            for (int b = 0; b < blocks; b++) {
                packRows(memory, evaluator, position, firstRow + (long) b * blockRows,
                        Math.min(blockRows, count - b * blockRows), b * blockRows * rowSlots());
            }
            double[] totals = new double[blocks * blockRows * outputs];
            double[] errors = new double[totals.length];
            for (long j = 0; j < columns; j += tile) {
                int width = (int) Math.min(tile, columns - j);
                packColumns(memory, j, width);
                for (int b = 0; b < blocks; b++) {
                    for (Kernel kernel : kernels) {
                        kernel.tile().run(memory.rows(), b * blockRows * rowSlots(), memory.columns(), width,
                                parameters, memory.sums(), kernel.from() * blockRows);
                    }
                    memory.addTo(totals, errors, b * blockRows * outputs, blockRows * outputs);
                }
            }
            write(evaluator, position, totals, errors, firstRow, count);
        }

        private void packRows(
                Scratch memory, Evaluator evaluator, Position position, long firstRow, int count, int at) {
            for (Inputs.Loaded loaded : rowInputs.loaded()) {
                Tensor argument = arguments.get(loaded.argument());
                int dim = Math.toIntExact(argument.size(1));
                memory.stage(argument, firstRow * dim, count * dim);
                for (Inputs.Component component : loaded.components()) {
                    memory.scatterRows(count, blockRows, dim, component.component(),
                            at + component.slot() * blockRows);
                }
            }
            if (rowInputs.computed().isEmpty()) {
                return;
            }
            for (int i = 0; i < blockRows; i++) {
                position.index = firstRow + Math.min(i, count - 1);
                evaluator.compute(Stage.I, position);
                for (int v : rowInputs.computed()) {
                    memory.setRow(at + staged.rows().indexOf(v) * blockRows + i, evaluator.value(v));
                }
            }
        }

        private void packColumns(Scratch memory, long first, int count) {
            int stride = staged.columns().size();
            for (Inputs.Loaded loaded : columnInputs.loaded()) {
                Tensor argument = arguments.get(loaded.argument());
                int dim = Math.toIntExact(argument.size(1));
                memory.stage(argument, first * dim, count * dim);
                for (Inputs.Component component : loaded.components()) {
                    memory.scatterColumns(count, dim, component.component(), stride, component.slot());
                }
            }
            List<Integer> computed = columnInputs.computed();
            if (!computed.isEmpty()) {
                memory.stage(computedColumns, first * computed.size(), count * computed.size());
                for (int k = 0; k < computed.size(); k++) {
                    memory.scatterColumns(count, computed.size(), k, stride, staged.columns().indexOf(computed.get(k)));
                }
            }
        }

        private void write(Evaluator evaluator, Position position, double[] totals, double[] errors, long firstRow,
                int count) {
            for (int i = 0; i < count; i++) {
                if (rowFactors) {
                    position.index = firstRow + i;
                    evaluator.compute(Stage.I, position);
                }
                int block = i / blockRows * blockRows * outputs + i % blockRows;
                for (int k = 0; k < outputs; k++) {
                    int at = block + k * blockRows;
                    double sum = Double.isFinite(errors[at]) ? totals[at] + errors[at] : totals[at];
                    double factor = evaluator.value(program.outputs().get(outputs + k));
                    output.setDoubleAt((firstRow + i) * outputs + k, factor * sum);
                }
            }
        }
    }

    /** A row or a column, and the arguments that it selects from. */
    private static final class Position implements Evaluator.Inputs {
        private final List<Tensor> arguments;
        private long index;

        Position(List<Tensor> arguments) {
            this.arguments = arguments;
        }

        @Override
        public double load(Scalar.Load load) {
            Tensor argument = arguments.get(load.argument());
            return argument.doubleAt(load.stage() == Stage.PARAMETER
                    ? load.component()
                    : index * argument.size(1) + load.component());
        }

        @Override
        public double index(Stage stage) {
            return index;
        }
    }
}
