package keops.cpu.emit;

import static keops.cpu.code.KernelClass.AT_COLUMN;
import static keops.cpu.code.KernelClass.AT_PAIR;
import static keops.cpu.code.KernelClass.AT_SUM;
import static keops.cpu.code.KernelClass.COLUMN;
import static keops.cpu.code.KernelClass.COLUMN_SUMS;
import static keops.cpu.code.KernelClass.END;
import static keops.cpu.code.KernelClass.EVENT_COUNT;
import static keops.cpu.code.KernelClass.FIRST;
import static keops.cpu.code.KernelClass.PAIRS;
import static keops.cpu.code.KernelClass.PARAMETERS;
import static keops.cpu.code.KernelClass.RESULTS;
import static keops.cpu.code.KernelClass.ROWS;
import static keops.cpu.code.KernelClass.ROW_OFFSET;
import static keops.cpu.code.KernelClass.step;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keops.cpu.code.ElementKind;
import keops.cpu.code.Exponent;
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
import keops.cpu.layout.Lookahead;
import keops.formula.Comparison;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * Writes a {@link TileKernel}: one flat method, a loop over the columns of the tile, rows in the lanes of some vectors
 * side by side. Column values are broadcast from memory; accumulators stay in registers. Where columns are in the
 * lanes, a row fills all lanes of its vector, and a column of the loop is a vector of columns. Some values may be
 * computed one column ahead: {@link Lookahead}. They stay in their local variables until the loop comes around.
 */
final class TileEmitter {
    private final KernelShape shape;
    private final ElementKind kind;
    private final Staged staged;
    private final Program program;
    private final Chunk chunk;
    private final Map<Integer, Exponent> exponents;
    private final int ahead;
    private final boolean keepsRows;
    private final boolean isPartial;
    private final KernelCode code;
    private final VectorFunctions functions;
    private final Offsets offsets;
    private final Consumer<CodeBuilder> columnStride;
    private final List<Integer> fixed;
    private final int[] uses;
    private final Integer[] shared;
    private final Integer[][] own;
    private final int[][] accumulators;
    private final Map<Integer, Integer> columnSums = new HashMap<>();
    private final Integer[] rowMarks;
    private final List<List<Consumer<CodeBuilder>>> accumulatorIndices = new ArrayList<>();
    private Integer columnNumber;

    private TileEmitter(KernelShape shape, Staged staged, Chunk chunk, Map<Integer, Exponent> exponents,
            boolean isPartial, Placement placement) {
        this.shape = shape;
        this.kind = shape.kind();
        this.staged = staged;
        this.program = staged.program();
        this.chunk = chunk;
        this.exponents = exponents;
        RegisterBudget registers = RegisterBudget.of(shape.bits());
        this.ahead = placement == Placement.FIXED ? Lookahead.values(chunk, staged, registers, shape.rowVectors()) : 0;
        this.isPartial = isPartial;
        this.keepsRows = KernelCost.keepsRows(chunk, staged, registers, shape.rowVectors());
        this.code = KernelCode.of(shape, KernelClass.FIRST_FREE);
        this.functions = new VectorFunctions(kind, code);
        this.offsets = new Offsets(code, placement);
        this.columnStride = offsets.of(staged.columns().size() * shape.columnLanes());
        this.fixed = staged.fixed();
        this.uses = program.uses();
        this.shared = new Integer[program.values().size()];
        this.own = new Integer[shape.rowVectors()][program.values().size()];
        this.rowMarks = new Integer[shape.rowVectors()];
        this.accumulators = new int[shape.rowVectors()][chunk.accumulators()];
    }

    /**
     * The kernel of a chunk.
     *
     * @param exponents what is known of the arguments of exponentials
     * @param isPartial whether some rows of the block are there to fill its lanes only, and must not be summed
     * @param placement how the kernel knows where its operands are
     */
    static PlacedKernel emit(KernelShape shape, Staged staged, Chunk chunk, Map<Integer, Exponent> exponents,
            boolean isPartial, Placement placement) {
        var emitter = new TileEmitter(shape, staged, chunk, exponents, isPartial, placement);
        emitter.loadAccumulators();
        Consumer<CodeBuilder> nextColumn = emitter.nextColumn();
        Consumer<CodeBuilder> column = emitter.column();
        TileKernel kernel = KernelClass.define(
                shape, emitter.code.constants(), placement, c -> emitter.method(c, column, nextColumn));
        return emitter.offsets.placed(kernel);
    }

    private void method(CodeBuilder c, Consumer<CodeBuilder> column, Consumer<CodeBuilder> nextColumn) {
        code.emitPrologue(c);
        boolean down = chunk.isDescending();
        int pairStride = shape.kernelRows();
        c.iconst_0().istore(EVENT_COUNT);
        if (down) {
            c.iload(END).iconst_1().isub().istore(COLUMN);
        } else {
            c.iload(FIRST).istore(COLUMN);
        }
        c.iload(COLUMN);
        columnStride.accept(c);
        c.imul().istore(AT_COLUMN);
        c.iload(COLUMN).iload(FIRST).isub().loadConstant(pairStride).imul().istore(AT_PAIR);
        c.iload(COLUMN).loadConstant(shape.blockLanes()).imul().istore(AT_SUM);
        Label head = c.newLabel();
        Label end = c.newLabel();
        nextColumn.accept(c);
        c.labelBinding(head).iload(COLUMN);
        if (down) {
            c.iload(FIRST).if_icmplt(end);
        } else {
            c.iload(END).if_icmpge(end);
        }
        column.accept(c);
        step(c, COLUMN, down ? -1 : 1);
        c.iload(AT_COLUMN);
        columnStride.accept(c);
        (down ? c.isub() : c.iadd()).istore(AT_COLUMN);
        step(c, AT_PAIR, down ? -pairStride : pairStride);
        step(c, AT_SUM, down ? -shape.blockLanes() : shape.blockLanes());
        nextColumn.accept(c);
        c.goto_(head).labelBinding(end);
        for (int u = 0; u < shape.rowVectors(); u++) {
            for (int k = 0; k < accumulators[u].length; k++) {
                code.store(c, accumulators[u][k], RESULTS, accumulatorIndices.get(u).get(k));
            }
        }
        c.iload(EVENT_COUNT).ireturn();
    }

    private Consumer<CodeBuilder> accumulatorIndex(int k, int u) {
        return offsets.ofRows((chunk.firstAccumulator() + k) * shape.blockRows() + u * shape.lanes());
    }

    /** Results go on from where the columns before left them. */
    private void loadAccumulators() {
        for (int u = 0; u < shape.rowVectors(); u++) {
            accumulatorIndices.add(new ArrayList<>());
            for (int k = 0; k < accumulators[u].length; k++) {
                int local = code.newLocal();
                Consumer<CodeBuilder> index = accumulatorIndex(k, u);
                accumulatorIndices.get(u).add(index);
                code.before(c -> code.load(c, RESULTS, index, local));
                accumulators[u][k] = local;
            }
        }
    }

    /** What is computed one column ahead; behind the last column of a tile is room for one more, which is not used. */
    private Consumer<CodeBuilder> nextColumn() {
        for (int u = 0; u < shape.rowVectors(); u++) {
            compute(chunk.values().subList(0, ahead), u);
        }
        forgetLoaded();
        return code.takeBody();
    }

    /** What is read in the loop belongs to one column, and is no more at hand when the next is. */
    private void forgetLoaded() {
        for (int v = 0; v < shared.length; v++) {
            if (staged.stages().get(v) == Stage.COLUMN) {
                shared[v] = null;
            }
            if (staged.stages().get(v) == Stage.ROW && !keepsRows) {
                for (Integer[] ofVector : own) {
                    ofVector[v] = null;
                }
            }
        }
    }

    /** The work for one column, but for what was computed ahead. */
    private Consumer<CodeBuilder> column() {
        for (int u = 0; u < shape.rowVectors(); u++) {
            compute(chunk.values().subList(ahead, chunk.values().size()), u);
            end(u);
        }
        return code.takeBody();
    }

    private void compute(List<Integer> values, int u) {
        for (int v : values) {
            if (!isSummedProduct(v)) {
                own[u][v] = pair(v, u);
            }
        }
    }

    /** What becomes of the values of one vector of rows. */
    private void end(int u) {
        chunk.liveOut().forEach((v, slot) -> {
            int local = local(v, u);
            Consumer<CodeBuilder> index = pairIndex(slot, u);
            code.inLoop(c -> code.store(c, local, PAIRS, index));
        });
        int k = 0;
        for (Epilogue epilogue : chunk.epilogues()) {
            switch (epilogue) {
                case Epilogue.Sum sum -> sum(sum, u, k);
                case Epilogue.ColumnSum sum -> columnSum(sum, u);
                case Epilogue.Extremum extremum -> extremum(extremum, u, k);
                case Epilogue.Candidates candidates -> candidates(candidates, u);
            }
            k += epilogue.accumulators();
        }
    }

    private Consumer<CodeBuilder> pairIndex(int slot, int u) {
        return offsets.from(slot * shape.stripColumns() * shape.kernelRows() + u * shape.lanes(), AT_PAIR);
    }

    private void sum(Epilogue.Sum sum, int u, int k) {
        int total = accumulators[u][k];
        if (isSummedProduct(sum.value())) {
            var product = (Scalar.Binary) program.values().get(sum.value());
            code.fmaInto(local(product.a(), u), local(product.b(), u), total, total);
        } else {
            switch (sum.scheme()) {
                case AUTO, BLOCK, DIRECT -> code.addInto(total, local(sum.value(), u), total);
                case KAHAN -> compensated(total, accumulators[u][k + 1], local(sum.value(), u));
            }
        }
    }

    /** The lanes of all vectors of rows come to the same sums, one vector after the other. */
    private void columnSum(Epilogue.ColumnSum sum, int u) {
        int total = columnSums.computeIfAbsent(sum.slot(), _ -> code.newLocal());
        Consumer<CodeBuilder> index =
                offsets.fromLanes(sum.slot() * shape.tileColumns() * shape.blockLanes(), AT_SUM);
        if (u == 0) {
            code.inLoop(c -> code.load(c, COLUMN_SUMS, index, total));
        }
        int more = isPartial ? code.newLocal() : total;
        if (isSummedProduct(sum.value())) {
            var product = (Scalar.Binary) program.values().get(sum.value());
            code.fmaInto(local(product.a(), u), local(product.b(), u), total, more);
        } else {
            code.addInto(total, local(sum.value(), u), more);
        }
        if (isPartial) {
            code.copyInto(code.select(Comparison.LESS, code.constant(0), rowMark(u), more, total), total);
        }
        if (u == shape.rowVectors() - 1) {
            code.inLoop(c -> code.store(c, total, COLUMN_SUMS, index));
        }
    }

    /** Knuth's TwoSum: the rounding error of the sum, whatever the sizes of the terms. */
    private void compensated(int total, int error, int term) {
        int sum = code.add(total, term);
        int added = code.subtract(sum, total);
        int lost = code.add(code.subtract(total, code.subtract(sum, added)), code.subtract(term, added));
        code.addInto(error, lost, error);
        code.copyInto(sum, total);
    }

    private boolean isSummedProduct(int v) {
        return chunk.isSummedProduct(v, staged, uses);
    }

    private void extremum(Epilogue.Extremum extremum, int u, int k) {
        int value = local(extremum.value(), u);
        int best = accumulators[u][k];
        if (extremum.withColumn()) {
            int column = columnNumber();
            code.replaceWhereAtMost(extremum.largest() ? best : value, extremum.largest() ? value : best,
                    new int[] {value, column}, new int[] {best, accumulators[u][k + 1]});
        } else {
            code.replaceWhereAtMost(extremum.largest() ? best : value, extremum.largest() ? value : best,
                    new int[] {value}, new int[] {best});
        }
    }

    /** The number of the column in the tile, in all lanes. */
    private int columnNumber() {
        if (columnNumber == null) {
            columnNumber = code.newLocal();
            int local = columnNumber;
            code.inLoop(c -> code.broadcastInt(c, COLUMN, local));
        }
        return columnNumber;
    }

    private void candidates(Epilogue.Candidates candidates, int u) {
        int value = local(candidates.value(), u);
        int threshold = local(candidates.threshold(), u);
        Consumer<CodeBuilder> list = offsets.ofRows(candidates.firstPlace() * shape.blockRows() + u * shape.lanes());
        Events.report(code, shape.lanes(), value, threshold, list, 0);
    }

    /** The local variable of a value; what was not computed here is brought in at its first use. */
    private int local(int v, int u) {
        Stage stage = staged.stages().get(v);
        if (stage != Stage.ROW && stage != Stage.PAIR) {
            return shared(v);
        }
        if (own[u][v] == null) {
            own[u][v] = stage == Stage.ROW ? row(staged.rows().indexOf(v), u) : taken(chunk.liveIn().get(v), u);
        }
        return own[u][v];
    }

    private int shared(int v) {
        if (shared[v] == null) {
            int local = code.newLocal();
            shared[v] = local;
            if (staged.stages().get(v) == Stage.COLUMN) {
                Consumer<CodeBuilder> index =
                        offsets.fromColumns(staged.columns().indexOf(v) * shape.columnLanes(), AT_COLUMN);
                code.inLoop(c -> code.column(c, shape, index, local));
            } else {
                Consumer<CodeBuilder> index = offsets.of(fixed.indexOf(v));
                code.before(c -> code.broadcast(c, PARAMETERS, index, local));
            }
        }
        return shared[v];
    }

    private int row(int slot, int u) {
        int local = code.newLocal();
        Consumer<CodeBuilder> index = offsets.fromRows(slot * shape.blockRows() + u * shape.lanes(), ROW_OFFSET);
        Consumer<CodeBuilder> load = c -> code.load(c, ROWS, index, local);
        if (keepsRows) {
            code.before(load);
        } else {
            code.inLoop(load);
        }
        return local;
    }

    /** What tells true rows from those that fill the block. */
    private int rowMark(int u) {
        if (rowMarks[u] == null) {
            rowMarks[u] = row(staged.rows().size(), u);
        }
        return rowMarks[u];
    }

    private int taken(int slot, int u) {
        int local = code.newLocal();
        Consumer<CodeBuilder> index = pairIndex(slot, u);
        code.inLoop(c -> code.load(c, PAIRS, index, local));
        return local;
    }

    private int pair(int v, int u) {
        Scalar value = program.values().get(v);
        return switch (value) {
            case Scalar.Unary f -> functions.unary(
                    f.function(), local(f.a(), u), exponents.getOrDefault(v, Exponent.ANY));
            case Scalar.Binary f -> functions.binary(f.function(), local(f.a(), u), local(f.b(), u));
            case Scalar.Fma f -> code.fma(local(f.a(), u), local(f.b(), u), local(f.c(), u));
            case Scalar.Select s -> code.select(s.comparison(), local(s.a(), u), local(s.b(), u), local(s.then(), u),
                    local(s.otherwise(), u));
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Fold _ ->
                throw new IllegalStateException("not a value of a pair: " + value);
        };
    }
}
