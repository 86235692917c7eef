package keops.cpu.emit;

import static keops.cpu.code.KernelClass.AT_COLUMN;
import static keops.cpu.code.KernelClass.AT_PAIR;
import static keops.cpu.code.KernelClass.COLUMN;
import static keops.cpu.code.KernelClass.END;
import static keops.cpu.code.KernelClass.EVENT_COUNT;
import static keops.cpu.code.KernelClass.FIRST;
import static keops.cpu.code.KernelClass.PAIRS;
import static keops.cpu.code.KernelClass.PARAMETERS;
import static keops.cpu.code.KernelClass.ROWS;
import static keops.cpu.code.KernelClass.ROW_OFFSET;
import static keops.cpu.code.KernelClass.step;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import java.util.function.Consumer;
import keops.cpu.code.KernelClass;
import keops.cpu.code.KernelCode;
import keops.cpu.code.KernelShape;
import keops.cpu.code.Placement;
import keops.cpu.code.RegisterBudget;
import keops.cpu.code.TileKernel;
import keops.cpu.code.VectorFunctions;
import keops.cpu.layout.Chunk;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.KernelCost;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * Writes the {@link TileKernel} of a fold: a sum over the components of long vectors. Some columns are taken together
 * with the vectors of rows, so that each component that is read from memory is used several times; all their sums stay
 * in registers while one loop runs over the components.
 */
final class FoldEmitter {
    private static final int COMPONENT = KernelClass.FIRST_FREE;
    private static final int FIRST_FREE = COMPONENT + 1;

    private final KernelShape shape;
    private final Staged staged;
    private final Chunk chunk;
    private final Scalar.Fold fold;
    private final Program body;
    /** The slot of the sum among values of pairs; null where it is not live-out. */
    private final Integer slot;
    /** From the values of one column, or of the columns in the lanes, to the next. */
    private final int columnStride;
    private final KernelCode code;
    private final VectorFunctions functions;
    private final Offsets offsets;
    private final List<Integer> fixed;

    private FoldEmitter(KernelShape shape, Staged staged, Chunk chunk, Placement placement) {
        int v = chunk.values().getFirst();
        this.shape = shape;
        this.staged = staged;
        this.chunk = chunk;
        this.fold = (Scalar.Fold) staged.program().values().get(v);
        this.body = fold.body();
        this.slot = chunk.liveOut().get(v);
        this.columnStride = staged.columns().size() * shape.columnLanes();
        this.code = KernelCode.of(shape, FIRST_FREE);
        this.functions = new VectorFunctions(shape.kind(), code);
        this.offsets = new Offsets(code, placement);
        this.fixed = staged.fixed();
    }

    /**
     * The kernel of a chunk that holds one fold, and at most its {@link Epilogue.Candidates}.
     *
     * @param placement how the kernel knows where its operands are
     */
    static PlacedKernel emit(KernelShape shape, Staged staged, Chunk chunk, Placement placement) {
        var emitter = new FoldEmitter(shape, staged, chunk, placement);
        int together = KernelCost.columnsTogether(
                emitter.fold, staged, RegisterBudget.of(shape.bits()), shape.rowVectors());
        Consumer<CodeBuilder> many = emitter.loop(together);
        Consumer<CodeBuilder> one = emitter.loop(1);
        Consumer<CodeBuilder> columnStride = emitter.offsets.of(emitter.columnStride);
        TileKernel kernel = KernelClass.define(shape, emitter.code.constants(), placement, c -> {
            emitter.code.emitPrologue(c);
            c.iload(FIRST).istore(COLUMN).iconst_0().istore(AT_PAIR).iconst_0().istore(EVENT_COUNT);
            c.iload(FIRST);
            columnStride.accept(c);
            c.imul().istore(AT_COLUMN);
            if (together > 1) {
                many.accept(c);
            }
            one.accept(c);
            c.iload(EVENT_COUNT).ireturn();
        });
        return emitter.offsets.placed(kernel);
    }

    /** Runs a block of columns while as many are left. */
    private Consumer<CodeBuilder> loop(int together) {
        Consumer<CodeBuilder> block = block(together);
        Consumer<CodeBuilder> columnsStride = offsets.of(together * columnStride);
        return c -> {
            Label head = c.newLabel();
            Label end = c.newLabel();
            c.labelBinding(head).iload(COLUMN).loadConstant(together).iadd().iload(END).if_icmpgt(end);
            block.accept(c);
            step(c, COLUMN, together);
            c.iload(AT_COLUMN);
            columnsStride.accept(c);
            c.iadd().istore(AT_COLUMN);
            step(c, AT_PAIR, together * shape.kernelRows());
            c.goto_(head).labelBinding(end);
        };
    }

    /** The code of some columns. */
    private Consumer<CodeBuilder> block(int together) {
        int[][] sums = new int[together][shape.rowVectors()];
        int[][][] scalars = new int[together][shape.rowVectors()][];
        for (int column = 0; column < together; column++) {
            for (int u = 0; u < shape.rowVectors(); u++) {
                scalars[column][u] = scalars(column, u);
                int sum = code.newLocal();
                code.copyInto(code.constant(0), sum);
                sums[column][u] = sum;
            }
        }
        Consumer<CodeBuilder> before = code.takeBody();
        terms(sums, scalars);
        Consumer<CodeBuilder> inLoop = code.takeBody();
        for (int column = 0; column < together; column++) {
            for (int u = 0; u < shape.rowVectors(); u++) {
                end(sums[column][u], column, u);
            }
        }
        Consumer<CodeBuilder> after = code.takeBody();
        Consumer<CodeBuilder> length = offsets.of(fold.length());
        return c -> {
            before.accept(c);
            c.iconst_0().istore(COMPONENT);
            Label head = c.newLabel();
            Label end = c.newLabel();
            c.labelBinding(head).iload(COMPONENT);
            length.accept(c);
            c.if_icmpge(end);
            inLoop.accept(c);
            step(c, COMPONENT, 1);
            c.goto_(head).labelBinding(end);
            after.accept(c);
        };
    }

    /** What becomes of a sum. */
    private void end(int sum, int column, int u) {
        if (slot != null) {
            Consumer<CodeBuilder> index = pairIndex(slot, column, u);
            code.inLoop(c -> code.store(c, sum, PAIRS, index));
        }
        for (Epilogue epilogue : chunk.epilogues()) {
            var candidates = (Epilogue.Candidates) epilogue;
            int threshold = code.newLocal();
            Consumer<CodeBuilder> index = rowIndex(candidates.threshold(), u);
            code.inLoop(c -> code.load(c, ROWS, index, threshold));
            Consumer<CodeBuilder> list =
                    offsets.ofRows(candidates.firstPlace() * shape.blockRows() + u * shape.lanes());
            Events.report(code, shape.lanes(), sum, threshold, list, column);
        }
    }

    private Consumer<CodeBuilder> rowIndex(int v, int u) {
        return offsets.fromRows(staged.rows().indexOf(v) * shape.blockRows() + u * shape.lanes(), ROW_OFFSET);
    }

    /** The locals of the scalars for one column and one vector of rows. */
    private int[] scalars(int column, int u) {
        int[] locals = new int[fold.scalars().size()];
        for (int r = 0; r < locals.length; r++) {
            int v = fold.scalars().get(r);
            int local = code.newLocal();
            locals[r] = local;
            switch (staged.stages().get(v)) {
                case CONSTANT, PARAMETER -> {
                    Consumer<CodeBuilder> index = offsets.of(fixed.indexOf(v));
                    code.inLoop(c -> code.broadcast(c, PARAMETERS, index, local));
                }
                case ROW -> {
                    Consumer<CodeBuilder> index = rowIndex(v, u);
                    code.inLoop(c -> code.load(c, ROWS, index, local));
                }
                case COLUMN -> {
                    Consumer<CodeBuilder> index = columnIndex(column, staged.columns().indexOf(v));
                    code.inLoop(c -> code.column(c, shape, index, local));
                }
                case PAIR -> {
                    Consumer<CodeBuilder> index = pairIndex(chunk.liveIn().get(v), column, u);
                    code.inLoop(c -> code.load(c, PAIRS, index, local));
                }
            }
        }
        return locals;
    }

    private Consumer<CodeBuilder> columnIndex(int column, int ofSlot) {
        return offsets.fromColumns(column * columnStride + ofSlot * shape.columnLanes(), AT_COLUMN);
    }

    private Consumer<CodeBuilder> pairIndex(int ofSlot, int column, int u) {
        return offsets.from((ofSlot * shape.stripColumns() + column) * shape.kernelRows() + u * shape.lanes(), AT_PAIR);
    }

    /** One component: its values are read once, then every sum takes its term. */
    private void terms(int[][] sums, int[][][] scalars) {
        Consumer<CodeBuilder> rowStride = offsets.of(shape.blockRows());
        int[][] rowLocals = new int[fold.streams().size()][shape.rowVectors()];
        int[][] columnLocals = new int[fold.streams().size()][sums.length];
        for (int s = 0; s < fold.streams().size(); s++) {
            List<Integer> stream = fold.streams().get(s);
            int first = staged.streams().get(stream);
            switch (staged.streamStage(stream)) {
                case ROW -> {
                    for (int u = 0; u < shape.rowVectors(); u++) {
                        int local = code.newLocal();
                        Consumer<CodeBuilder> start =
                                offsets.fromRows(first * shape.blockRows() + u * shape.lanes(), ROW_OFFSET);
                        rowLocals[s][u] = local;
                        code.inLoop(c -> code.load(c, ROWS, i -> {
                            i.iload(COMPONENT);
                            rowStride.accept(i);
                            i.imul();
                            start.accept(i);
                            i.iadd();
                        }, local));
                    }
                }
                case COLUMN -> {
                    for (int column = 0; column < sums.length; column++) {
                        int local = code.newLocal();
                        Consumer<CodeBuilder> start = columnIndex(column, first);
                        columnLocals[s][column] = local;
                        code.inLoop(c -> code.column(c, shape, i -> {
                            start.accept(i);
                            i.iload(COMPONENT);
                            if (shape.isOfColumns()) {
                                i.loadConstant(shape.columnLanes()).imul();
                            }
                            i.iadd();
                        }, local));
                    }
                }
                case CONSTANT, PARAMETER -> {
                    int local = code.newLocal();
                    java.util.Arrays.fill(columnLocals[s], local);
                    Consumer<CodeBuilder> start = offsets.from(first, COMPONENT);
                    code.inLoop(c -> code.broadcast(c, PARAMETERS, start, local));
                }
                case PAIR -> throw new IllegalStateException("a vector of a fold depends on the pair");
            }
        }
        for (int column = 0; column < sums.length; column++) {
            for (int u = 0; u < shape.rowVectors(); u++) {
                int[] streams = new int[fold.streams().size()];
                for (int s = 0; s < streams.length; s++) {
                    boolean ofRow = staged.streamStage(fold.streams().get(s)) == Stage.ROW;
                    streams[s] = ofRow ? rowLocals[s][u] : columnLocals[s][column];
                }
                term(streams, scalars[column][u], sums[column][u]);
            }
        }
    }

    private void term(int[] streams, int[] scalars, int sum) {
        int[] locals = new int[body.values().size()];
        int output = body.outputs().getFirst();
        for (int v = 0; v < locals.length; v++) {
            Scalar value = body.values().get(v);
            if (v == output
                    && value instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                    && function == BinaryFunction.MULTIPLY) {
                code.fmaInto(locals[a], locals[b], sum, sum);
                return;
            }
            locals[v] = switch (value) {
                case Scalar.Constant k -> code.constant(k.value());
                case Scalar.Load l -> streams[l.argument()];
                case Scalar.Supplied s -> scalars[s.rank()];
                case Scalar.Unary f -> functions.unary(f.function(), locals[f.a()]);
                case Scalar.Binary f -> functions.binary(f.function(), locals[f.a()], locals[f.b()]);
                case Scalar.Fma f -> code.fma(locals[f.a()], locals[f.b()], locals[f.c()]);
                case Scalar.Select s -> code.select(s.comparison(), locals[s.a()], locals[s.b()], locals[s.then()],
                        locals[s.otherwise()]);
                case Scalar.Index _, Scalar.Fold _ ->
                    throw new IllegalStateException("not in the body of a fold: " + value);
            };
        }
        code.addInto(sum, locals[output], sum);
    }
}
