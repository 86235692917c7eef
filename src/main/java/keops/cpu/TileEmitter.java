package keops.cpu;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * Writes the class of a {@link TileKernel}: one flat method, a loop over the columns of the tile, rows in the lanes of
 * some vectors side by side. Column values are broadcast from memory; results stay in registers.
 */
final class TileEmitter {
    private static final ClassDesc SELF = ClassDesc.of("keops.cpu.GeneratedTileKernel");
    private static final int ROWS = 1;
    private static final int ROW_OFFSET = 2;
    private static final int COLUMNS = 3;
    private static final int COUNT = 4;
    private static final int PARAMETERS = 5;
    private static final int PAIRS = 6;
    private static final int RESULTS = 7;
    private static final int EVENTS = 8;
    private static final int COLUMN = 9;
    private static final int AT_COLUMN = 10;
    private static final int AT_PAIR = 11;
    private static final int EVENT_COUNT = 12;
    private static final int MASK = 13;
    private static final int FIRST_FREE = 15;
    /** Row values beyond this many vectors are read again for each column, which costs less than keeping them. */
    private static final int VECTORS_KEPT = 16;

    private final KernelShape shape;
    private final ElementKind kind;
    private final Staged staged;
    private final Program program;
    private final Chunk chunk;
    private final VectorCode code;
    private final VectorFunctions functions;
    private final int[] uses;
    private final Integer[] shared;
    private final Integer[][] own;
    private final int[][] results;

    private TileEmitter(KernelShape shape, Staged staged, Chunk chunk) {
        this.shape = shape;
        this.kind = shape.kind();
        this.staged = staged;
        this.program = staged.program();
        this.chunk = chunk;
        this.code = new VectorCode(kind, SELF, FIRST_FREE);
        this.functions = new VectorFunctions(kind, code);
        this.uses = program.uses();
        this.shared = new Integer[program.values().size()];
        this.own = new Integer[shape.rowVectors()][program.values().size()];
        this.results = new int[shape.rowVectors()][chunk.endings().stream().mapToInt(Ending::results).sum()];
    }

    /** The class file of the kernel of a chunk. */
    static byte[] emit(KernelShape shape, Staged staged, Chunk chunk) {
        return new TileEmitter(shape, staged, chunk).emit();
    }

    private byte[] emit() {
        startResults();
        for (int u = 0; u < shape.rowVectors(); u++) {
            body(u);
        }
        return ClassFile.of().build(SELF, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL);
            builder.withInterfaceSymbols(ClassDesc.of("keops.cpu.TileKernel"));
            species(builder, "NUMBERS");
            species(builder, "INTEGERS");
            builder.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, c -> {
                initialise(c, "NUMBERS", kind.vector);
                initialise(c, "INTEGERS", kind.integerVector);
                c.return_();
            });
            builder.withMethodBody(INIT_NAME, MTD_void, 0,
                    c -> c.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
            builder.withMethodBody("run",
                    MethodTypeDesc.of(CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_Object, CD_Object, CD_Object,
                            CD_long.arrayType()),
                    ClassFile.ACC_PUBLIC, this::method);
        });
    }

    private static void species(ClassBuilder builder, String name) {
        builder.withField(name, VectorCode.species(),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }

    private void initialise(CodeBuilder c, String name, ClassDesc vector) {
        c.getstatic(vector, "SPECIES_" + shape.bits(), VectorCode.species())
                .putstatic(SELF, name, VectorCode.species());
    }

    private void method(CodeBuilder c) {
        for (int array : new int[] {ROWS, COLUMNS, PARAMETERS, PAIRS, RESULTS}) {
            c.aload(array).checkcast(kind.array).astore(array);
        }
        code.emitPrologue(c);
        boolean down = chunk.isDescending();
        int columnStride = staged.columns().size();
        int pairStride = shape.blockRows();
        c.iconst_0().istore(EVENT_COUNT);
        startAt(c, COLUMN, 1, down);
        startAt(c, AT_COLUMN, columnStride, down);
        startAt(c, AT_PAIR, pairStride, down);
        Label head = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(head).iload(COLUMN);
        if (down) {
            c.iflt(end);
        } else {
            c.iload(COUNT).if_icmpge(end);
        }
        code.emitBody(c);
        step(c, COLUMN, down ? -1 : 1);
        step(c, AT_COLUMN, down ? -columnStride : columnStride);
        step(c, AT_PAIR, down ? -pairStride : pairStride);
        c.goto_(head).labelBinding(end);
        for (int u = 0; u < shape.rowVectors(); u++) {
            for (int k = 0; k < results[u].length; k++) {
                code.store(c, results[u][k], RESULTS, resultIndex(k, u));
            }
        }
        c.iload(EVENT_COUNT).ireturn();
    }

    private static void startAt(CodeBuilder c, int local, int stride, boolean down) {
        if (down) {
            c.iload(COUNT).iconst_1().isub().loadConstant(stride).imul().istore(local);
        } else {
            c.iconst_0().istore(local);
        }
    }

    private static void step(CodeBuilder c, int local, int by) {
        c.iload(local).loadConstant(by).iadd().istore(local);
    }

    private Consumer<CodeBuilder> resultIndex(int k, int u) {
        int index = (chunk.firstResult() + k) * shape.blockRows() + u * shape.lanes();
        return at -> at.loadConstant(index);
    }

    /** Results start neutral, or where the caller left them. */
    private void startResults() {
        for (int u = 0; u < shape.rowVectors(); u++) {
            int k = 0;
            for (Ending ending : chunk.endings()) {
                switch (ending) {
                    case Ending.Sum(int _, var scheme) -> {
                        switch (scheme) {
                            case AUTO, BLOCK -> results[u][k++] = started(0);
                            case KAHAN -> {
                                results[u][k++] = started(0);
                                results[u][k++] = started(0);
                            }
                            case DIRECT -> {
                                int local = code.newLocal();
                                Consumer<CodeBuilder> index = resultIndex(k, u);
                                code.before(c -> code.load(c, RESULTS, index, local));
                                results[u][k++] = local;
                            }
                        }
                    }
                    case Ending.Extremum(int _, boolean largest, boolean withColumn) -> {
                        results[u][k++] = started(largest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
                        if (withColumn) {
                            results[u][k++] = started(-1);
                        }
                    }
                    case Ending.Keep _, Ending.Candidates _ -> { }
                }
            }
        }
    }

    private int started(double value) {
        int constant = code.constant(value);
        int local = code.newLocal();
        code.before(c -> c.aload(constant).astore(local));
        return local;
    }

    /** The work of one vector of rows for one column. */
    private void body(int u) {
        for (int v : chunk.values()) {
            if (!isSummedProduct(v)) {
                own[u][v] = pair(program.values().get(v), u);
            }
        }
        chunk.kept().forEach((v, slot) -> {
            int local = local(v, u);
            code.inLoop(c -> code.store(c, local, PAIRS, pairIndex(slot, u)));
        });
        int k = 0;
        for (Ending ending : chunk.endings()) {
            switch (ending) {
                case Ending.Sum sum -> sum(sum, u, k);
                case Ending.Extremum extremum -> extremum(extremum, u, k);
                case Ending.Keep _ -> { }
                case Ending.Candidates candidates -> candidates(candidates, u);
            }
            k += ending.results();
        }
    }

    private Consumer<CodeBuilder> pairIndex(int slot, int u) {
        int offset = slot * shape.tileColumns() * shape.blockRows() + u * shape.lanes();
        return at -> at.iload(AT_PAIR).loadConstant(offset).iadd();
    }

    private void sum(Ending.Sum sum, int u, int k) {
        int total = results[u][k];
        if (isSummedProduct(sum.value())) {
            var product = (Scalar.Binary) program.values().get(sum.value());
            code.fmaInto(local(product.a(), u), local(product.b(), u), total, total);
        } else {
            switch (sum.scheme()) {
                case AUTO, BLOCK, DIRECT -> code.addInto(total, local(sum.value(), u), total);
                case KAHAN -> compensated(total, results[u][k + 1], local(sum.value(), u));
            }
        }
    }

    /** Knuth's TwoSum: the rounding error of the sum, whatever the sizes of the terms. */
    private void compensated(int total, int error, int term) {
        int sum = code.add(total, term);
        int added = code.subtract(sum, total);
        int lost = code.add(code.subtract(total, code.subtract(sum, added)), code.subtract(term, added));
        code.addInto(error, lost, error);
        code.inLoop(c -> c.aload(sum).astore(total));
    }

    /** A product that is only summed is multiplied and added at once. */
    private boolean isSummedProduct(int v) {
        return staged.stages().get(v) == Stage.IJ
                && uses[v] == 1
                && !chunk.kept().containsKey(v)
                && !chunk.taken().containsKey(v)
                && program.values().get(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY
                && chunk.endings().stream().anyMatch(e -> e instanceof Ending.Sum(int value, var scheme)
                        && value == v
                        && scheme != keops.reduction.SumScheme.KAHAN);
    }

    private void extremum(Ending.Extremum extremum, int u, int k) {
        int value = local(extremum.value(), u);
        int best = results[u][k];
        if (extremum.withColumn()) {
            int column = columnNumber();
            code.replaceWhereAtMost(extremum.largest() ? best : value, extremum.largest() ? value : best,
                    new int[] {value, column}, new int[] {best, results[u][k + 1]});
        } else {
            code.replaceWhereAtMost(extremum.largest() ? best : value, extremum.largest() ? value : best,
                    new int[] {value}, new int[] {best});
        }
    }

    private Integer columnNumber;

    /** The number of the column in the tile, in all lanes. */
    private int columnNumber() {
        if (columnNumber == null) {
            columnNumber = code.newLocal();
            int local = columnNumber;
            code.inLoop(c -> code.broadcastInt(c, COLUMN, local));
        }
        return columnNumber;
    }

    private void candidates(Ending.Candidates candidates, int u) {
        int value = local(candidates.value(), u);
        int threshold = local(candidates.threshold(), u);
        code.inLoop(c -> {
            code.pushMaskWhereNotAtMost(c, threshold, value);
            c.lstore(MASK).lload(MASK).lconst_0().lcmp();
            Label none = c.newLabel();
            c.ifeq(none);
            c.aload(EVENTS).iload(EVENT_COUNT);
            c.iload(COLUMN).i2l().loadConstant(Events.place(candidates.component(), u)).lor();
            c.lastore();
            c.aload(EVENTS).iload(EVENT_COUNT).iconst_1().iadd().lload(MASK).lastore();
            c.iinc(EVENT_COUNT, 2).labelBinding(none);
        });
    }

    /** The local variable of a value; what was not computed here is brought in at its first use. */
    private int local(int v, int u) {
        if (own[u][v] == null) {
            own[u][v] = switch (staged.stages().get(v)) {
                case CONSTANT -> code.constant(((Scalar.Constant) program.values().get(v)).value());
                case PARAMETER, J -> shared(v);
                case I -> row(staged.rows().indexOf(v), u);
                case IJ -> taken(chunk.taken().get(v), u);
            };
        }
        return own[u][v];
    }

    private int shared(int v) {
        if (shared[v] == null) {
            int local = code.newLocal();
            shared[v] = local;
            if (staged.stages().get(v) == Stage.J) {
                int offset = staged.columns().indexOf(v);
                code.inLoop(c ->
                        code.broadcast(c, COLUMNS, at -> at.iload(AT_COLUMN).loadConstant(offset).iadd(), local));
            } else {
                int offset = staged.parameters().indexOf(v);
                code.before(c -> code.broadcast(c, PARAMETERS, at -> at.loadConstant(offset), local));
            }
        }
        return shared[v];
    }

    private int row(int slot, int u) {
        int local = code.newLocal();
        int offset = (slot * shape.rowVectors() + u) * shape.lanes();
        Consumer<CodeBuilder> load =
                c -> code.load(c, ROWS, at -> at.iload(ROW_OFFSET).loadConstant(offset).iadd(), local);
        if (staged.rows().size() * shape.rowVectors() <= VECTORS_KEPT) {
            code.before(load);
        } else {
            code.inLoop(load);
        }
        return local;
    }

    private int taken(int slot, int u) {
        int local = code.newLocal();
        code.inLoop(c -> code.load(c, PAIRS, pairIndex(slot, u), local));
        return local;
    }

    private int pair(Scalar value, int u) {
        return switch (value) {
            case Scalar.Unary f -> functions.unary(f.function(), local(f.a(), u));
            case Scalar.Binary f -> functions.binary(f.function(), local(f.a(), u), local(f.b(), u));
            case Scalar.Fma f -> code.fma(local(f.a(), u), local(f.b(), u), local(f.c(), u));
            case Scalar.Select s -> code.select(s.comparison(), local(s.a(), u), local(s.b(), u), local(s.then(), u),
                    local(s.otherwise(), u));
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _ ->
                throw new IllegalStateException("not a value of a pair: " + value);
        };
    }
}
