package keops.cpu;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * Writes the class of a {@link SumTile}: one flat method, a loop over the columns of the tile, rows in the lanes of
 * {@code rowVectors} vectors side by side. Column values are broadcast from memory; the sums stay in registers.
 */
final class SumTileEmitter {
    private static final ClassDesc SELF = ClassDesc.of("keops.cpu.GeneratedSumTile");
    private static final int ROWS = 1;
    private static final int ROW_OFFSET = 2;
    private static final int COLUMNS = 3;
    private static final int COUNT = 4;
    private static final int PARAMETERS = 5;
    private static final int SUMS = 6;
    private static final int SUM_OFFSET = 7;
    private static final int COLUMN = 8;
    private static final int AT = 9;
    private static final int FIRST_FREE = 10;
    /** Row values beyond this many vectors are read again for each column, which costs less than keeping them. */
    private static final int VECTORS_KEPT = 16;

    private final ElementKind kind;
    private final int bits;
    private final int lanes;
    private final int rowVectors;
    private final Staged staged;
    private final Program program;
    private final List<Integer> outputs;
    private final VectorCode code;
    private final VectorFunctions functions;
    private final int[] uses;
    private int[] columnLocals;
    private int[] parameterLocals;

    private SumTileEmitter(ElementKind kind, int bits, int rowVectors, Staged staged, List<Integer> outputs) {
        this.kind = kind;
        this.bits = bits;
        this.lanes = bits / kind.bits;
        this.rowVectors = rowVectors;
        this.staged = staged;
        this.program = staged.program();
        this.outputs = outputs;
        this.code = new VectorCode(kind, SELF, FIRST_FREE);
        this.functions = new VectorFunctions(kind, code);
        this.uses = program.uses();
    }

    /**
     * The class file of a kernel.
     *
     * @param kind the compute type
     * @param bits the width of vectors
     * @param rowVectors the number of vectors of rows that are worked on at once
     * @param staged the program
     * @param outputs the values to sum
     */
    static byte[] emit(ElementKind kind, int bits, int rowVectors, Staged staged, List<Integer> outputs) {
        return new SumTileEmitter(kind, bits, rowVectors, staged, outputs).emit();
    }

    private byte[] emit() {
        int[][] sums = sums();
        boolean[] needed = needed();
        for (int u = 0; u < rowVectors; u++) {
            pairs(u, needed, sums[u]);
        }
        return ClassFile.of().build(SELF, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL);
            builder.withInterfaceSymbols(ClassDesc.of("keops.cpu.SumTile"));
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
                    MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_Object, CD_Object, CD_int),
                    ClassFile.ACC_PUBLIC, c -> method(c, sums));
        });
    }

    private static void species(java.lang.classfile.ClassBuilder builder, String name) {
        builder.withField(name, VectorCode.species(),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }

    private void initialise(CodeBuilder c, String name, ClassDesc vector) {
        c.getstatic(vector, "SPECIES_" + bits, VectorCode.species()).putstatic(SELF, name, VectorCode.species());
    }

    private void method(CodeBuilder c, int[][] sums) {
        for (int array : new int[] {ROWS, COLUMNS, PARAMETERS, SUMS}) {
            c.aload(array).checkcast(kind.array).astore(array);
        }
        code.emitPrologue(c);
        c.iconst_0().istore(COLUMN).iconst_0().istore(AT);
        Label head = c.newLabel();
        Label end = c.newLabel();
        c.labelBinding(head).iload(COLUMN).iload(COUNT).if_icmpge(end);
        code.emitBody(c);
        c.iinc(COLUMN, 1).iload(AT).loadConstant(staged.columns().size()).iadd().istore(AT);
        c.goto_(head).labelBinding(end);
        for (int u = 0; u < rowVectors; u++) {
            for (int k = 0; k < outputs.size(); k++) {
                int offset = (k * rowVectors + u) * lanes;
                code.store(c, sums[u][k], SUMS, at -> at.iload(SUM_OFFSET).loadConstant(offset).iadd());
            }
        }
        c.return_();
    }

    /** The accumulators, zero at the start. */
    private int[][] sums() {
        int[][] sums = new int[rowVectors][outputs.size()];
        for (int[] ofVector : sums) {
            for (int k = 0; k < ofVector.length; k++) {
                int zero = code.constant(0);
                int sum = code.newLocal();
                code.before(c -> c.aload(zero).astore(sum));
                ofVector[k] = sum;
            }
        }
        return sums;
    }

    private boolean[] needed() {
        boolean[] needed = new boolean[program.values().size()];
        outputs.forEach(output -> needed[output] = true);
        for (int v = needed.length - 1; v >= 0; v--) {
            if (needed[v] && staged.stages().get(v) == Stage.IJ) {
                program.values().get(v).operands().forEach(operand -> needed[operand] = true);
            }
        }
        return needed;
    }

    /** The work of one vector of rows for one column, the sums included. */
    private void pairs(int u, boolean[] needed, int[] sums) {
        int[] locals = new int[program.values().size()];
        if (u == 0) {
            columnLocals = columns(needed);
            parameterLocals = parameters(needed);
        }
        boolean keep = staged.rows().size() * rowVectors <= VECTORS_KEPT;
        for (int v = 0; v < locals.length; v++) {
            if (!needed[v]) {
                continue;
            }
            int number = v;
            locals[v] = switch (staged.stages().get(v)) {
                case CONSTANT -> constant(v);
                case PARAMETER -> parameterLocals[v];
                case I -> row(staged.rows().indexOf(number), u, keep);
                case J -> columnLocals[v];
                case IJ -> isSummedProduct(v) ? -1 : pair(program.values().get(v), locals);
            };
        }
        for (int k = 0; k < sums.length; k++) {
            int output = outputs.get(k);
            if (isSummedProduct(output)) {
                var product = (Scalar.Binary) program.values().get(output);
                code.fmaInto(locals[product.a()], locals[product.b()], sums[k], sums[k]);
            } else {
                code.addInto(sums[k], locals[output], sums[k]);
            }
        }
    }

    /** A product that is only summed: it is multiplied and added at once. */
    private boolean isSummedProduct(int v) {
        return staged.stages().get(v) == Stage.IJ
                && uses[v] == 1
                && outputs.contains(v)
                && program.values().get(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY;
    }

    private int constant(int v) {
        return code.constant(((Scalar.Constant) program.values().get(v)).value());
    }

    private int[] columns(boolean[] needed) {
        int[] locals = new int[program.values().size()];
        for (int slot = 0; slot < staged.columns().size(); slot++) {
            int v = staged.columns().get(slot);
            if (needed[v]) {
                int local = code.newLocal();
                int offset = slot;
                locals[v] = local;
                code.inLoop(c -> code.broadcast(c, COLUMNS, at -> at.iload(AT).loadConstant(offset).iadd(), local));
            }
        }
        return locals;
    }

    private int[] parameters(boolean[] needed) {
        int[] locals = new int[program.values().size()];
        for (int slot = 0; slot < staged.parameters().size(); slot++) {
            int v = staged.parameters().get(slot);
            if (needed[v]) {
                int local = code.newLocal();
                int offset = slot;
                locals[v] = local;
                code.before(c -> code.broadcast(c, PARAMETERS, at -> at.loadConstant(offset), local));
            }
        }
        return locals;
    }

    private int row(int slot, int u, boolean keep) {
        int local = code.newLocal();
        int offset = (slot * rowVectors + u) * lanes;
        java.util.function.Consumer<CodeBuilder> load = c ->
                code.load(c, ROWS, at -> at.iload(ROW_OFFSET).loadConstant(offset).iadd(), local);
        if (keep) {
            code.before(load);
        } else {
            code.inLoop(load);
        }
        return local;
    }

    private int pair(Scalar value, int[] locals) {
        return switch (value) {
            case Scalar.Unary u -> functions.unary(u.function(), locals[u.a()]);
            case Scalar.Binary b -> functions.binary(b.function(), locals[b.a()], locals[b.b()]);
            case Scalar.Fma f -> code.fma(locals[f.a()], locals[f.b()], locals[f.c()]);
            case Scalar.Select s -> code.select(
                    s.comparison(), locals[s.a()], locals[s.b()], locals[s.then()], locals[s.otherwise()]);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _ ->
                throw new IllegalStateException("not a value of a pair: " + value);
        };
    }
}
