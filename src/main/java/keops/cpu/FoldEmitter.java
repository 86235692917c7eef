package keops.cpu;

import static keops.cpu.KernelClass.AT_COLUMN;
import static keops.cpu.KernelClass.AT_PAIR;
import static keops.cpu.KernelClass.COLUMN;
import static keops.cpu.KernelClass.COLUMNS;
import static keops.cpu.KernelClass.END;
import static keops.cpu.KernelClass.FIRST;
import static keops.cpu.KernelClass.PAIRS;
import static keops.cpu.KernelClass.PARAMETERS;
import static keops.cpu.KernelClass.ROWS;
import static keops.cpu.KernelClass.ROW_OFFSET;
import static keops.cpu.KernelClass.step;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import java.util.function.Consumer;
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
    /** Bytes of code of the inner loop. */
    private static final int CODE_BYTES = 2000;

    private final KernelShape shape;
    private final Staged staged;
    private final Chunk chunk;
    private final Scalar.Fold fold;
    private final Program body;
    private final int slot;
    private final VectorCode code;
    private final VectorFunctions functions;

    private FoldEmitter(KernelShape shape, Staged staged, Chunk chunk) {
        int v = chunk.values().getFirst();
        this.shape = shape;
        this.staged = staged;
        this.chunk = chunk;
        this.fold = (Scalar.Fold) staged.program().values().get(v);
        this.body = fold.body();
        this.slot = chunk.kept().get(v);
        this.code = new VectorCode(shape.kind(), FIRST_FREE);
        this.functions = new VectorFunctions(shape.kind(), code);
    }

    /** The kernel of a chunk that holds one fold. */
    static TileKernel emit(KernelShape shape, Staged staged, Chunk chunk) {
        var emitter = new FoldEmitter(shape, staged, chunk);
        int together = columnsTogether(emitter.fold, staged, shape.bits(), shape.rowVectors());
        Consumer<CodeBuilder> many = emitter.block(together);
        Consumer<CodeBuilder> one = emitter.block(1);
        return KernelClass.define(shape, emitter.code.constants(), c -> {
            emitter.code.emitPrologue(c);
            c.iload(FIRST).istore(COLUMN).iconst_0().istore(AT_PAIR);
            c.iload(FIRST).loadConstant(staged.columns().size()).imul().istore(AT_COLUMN);
            if (together > 1) {
                emitter.loop(c, together, many);
            }
            emitter.loop(c, 1, one);
            c.iconst_0().ireturn();
        });
    }

    /** As many columns as registers and code allow. */
    static int columnsTogether(Scalar.Fold fold, Staged staged, int bits, int rowVectors) {
        int rowStreams = (int) fold.streams().stream().filter(s -> staged.streamStage(s) == Stage.I).count();
        int registers = bits == 512 ? 28 : 13;
        int bytes = fold.body().values().stream().mapToInt(Chunking::codeBytes).sum() + 14;
        for (int wanted : List.of(5, 4, 3, 2)) {
            int vectors = wanted * rowVectors;
            if (vectors + rowStreams * rowVectors + 2 <= registers && vectors * bytes <= CODE_BYTES) {
                return wanted;
            }
        }
        return 1;
    }

    /** Runs a block of columns while as many are left. */
    private void loop(CodeBuilder c, int together, Consumer<CodeBuilder> block) {
        Label head = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(head).iload(COLUMN).loadConstant(together).iadd().iload(END).if_icmpgt(end);
        block.accept(c);
        step(c, COLUMN, together);
        step(c, AT_COLUMN, together * staged.columns().size());
        step(c, AT_PAIR, together * shape.blockRows());
        c.goto_(head).labelBinding(end);
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
                int sum = sums[column][u];
                Consumer<CodeBuilder> index = pairIndex(slot, column, u);
                code.inLoop(c -> code.store(c, sum, PAIRS, index));
            }
        }
        Consumer<CodeBuilder> after = code.takeBody();
        return c -> {
            before.accept(c);
            c.iconst_0().istore(COMPONENT);
            Label head = c.newLabel();
            Label end = c.newLabel();
            c.labelBinding(head).iload(COMPONENT).loadConstant(fold.length()).if_icmpge(end);
            inLoop.accept(c);
            step(c, COMPONENT, 1);
            c.goto_(head).labelBinding(end);
            after.accept(c);
        };
    }

    /** The locals of the scalars for one column and one vector of rows. */
    private int[] scalars(int column, int u) {
        int[] locals = new int[fold.scalars().size()];
        for (int r = 0; r < locals.length; r++) {
            int v = fold.scalars().get(r);
            int local = code.newLocal();
            locals[r] = local;
            switch (staged.stages().get(v)) {
                case CONSTANT -> locals[r] = code.constant(((Scalar.Constant) staged.program().values().get(v)).value());
                case PARAMETER -> {
                    int at = staged.parameters().indexOf(v);
                    code.inLoop(c -> code.broadcast(c, PARAMETERS, i -> i.loadConstant(at), local));
                }
                case I -> {
                    int at = (staged.rows().indexOf(v) * shape.rowVectors() + u) * shape.lanes();
                    code.inLoop(c -> code.load(c, ROWS, i -> i.iload(ROW_OFFSET).loadConstant(at).iadd(), local));
                }
                case J -> {
                    int at = column * staged.columns().size() + staged.columns().indexOf(v);
                    code.inLoop(c -> code.broadcast(c, COLUMNS, i -> i.iload(AT_COLUMN).loadConstant(at).iadd(), local));
                }
                case IJ -> {
                    Consumer<CodeBuilder> index = pairIndex(chunk.taken().get(v), column, u);
                    code.inLoop(c -> code.load(c, PAIRS, index, local));
                }
            }
        }
        return locals;
    }

    private Consumer<CodeBuilder> pairIndex(int ofSlot, int column, int u) {
        int offset = (ofSlot * shape.stripColumns() + column) * shape.blockRows() + u * shape.lanes();
        return i -> i.iload(AT_PAIR).loadConstant(offset).iadd();
    }

    /** One component: its values are read once, then every sum takes its term. */
    private void terms(int[][] sums, int[][][] scalars) {
        int[][] rowLocals = new int[fold.streams().size()][shape.rowVectors()];
        int[][] columnLocals = new int[fold.streams().size()][sums.length];
        for (int s = 0; s < fold.streams().size(); s++) {
            List<Integer> stream = fold.streams().get(s);
            int first = staged.streams().get(stream);
            switch (staged.streamStage(stream)) {
                case I -> {
                    for (int u = 0; u < shape.rowVectors(); u++) {
                        int local = code.newLocal();
                        int at = first * shape.blockRows() + u * shape.lanes();
                        rowLocals[s][u] = local;
                        code.inLoop(c -> code.load(c, ROWS, i -> i.iload(COMPONENT).loadConstant(shape.blockRows()).imul()
                                .iload(ROW_OFFSET).iadd().loadConstant(at).iadd(), local));
                    }
                }
                case J -> {
                    for (int column = 0; column < sums.length; column++) {
                        int local = code.newLocal();
                        int at = column * staged.columns().size() + first;
                        columnLocals[s][column] = local;
                        code.inLoop(c -> code.broadcast(c, COLUMNS,
                                i -> i.iload(AT_COLUMN).iload(COMPONENT).iadd().loadConstant(at).iadd(), local));
                    }
                }
                case CONSTANT, PARAMETER -> {
                    int local = code.newLocal();
                    java.util.Arrays.fill(columnLocals[s], local);
                    code.inLoop(c -> code.broadcast(c, PARAMETERS,
                            i -> i.iload(COMPONENT).loadConstant(first).iadd(), local));
                }
                case IJ -> throw new IllegalStateException("a vector of a fold depends on the pair");
            }
        }
        for (int column = 0; column < sums.length; column++) {
            for (int u = 0; u < shape.rowVectors(); u++) {
                int[] streams = new int[fold.streams().size()];
                for (int s = 0; s < streams.length; s++) {
                    boolean ofRow = staged.streamStage(fold.streams().get(s)) == Stage.I;
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
                case Scalar.Index _, Scalar.Fold _ -> throw new IllegalStateException("not in the body of a fold: " + value);
            };
        }
        code.addInto(sum, locals[output], sum);
    }
}
