package keops.cpu.code;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.function.Consumer;

/** The frame of a generated {@link TileKernel}: its class, its species and the locals of its one method. */
public final class KernelClass {
    static final ClassDesc SELF = ClassDesc.of(KernelClass.class.getPackageName(), "GeneratedTileKernel");
    public static final int ROWS = 1;
    public static final int ROW_OFFSET = 2;
    static final int COLUMNS = 3;
    public static final int FIRST = 4;
    public static final int END = 5;
    public static final int PARAMETERS = 6;
    public static final int PAIRS = 7;
    public static final int RESULTS = 8;
    public static final int COLUMN_SUMS = 9;
    public static final int EVENTS = 10;
    public static final int OFFSETS = 11;
    /** The column at hand, and where its values, its pairs and its sums start. */
    public static final int COLUMN = 12;
    public static final int AT_COLUMN = 13;
    public static final int AT_PAIR = 14;
    public static final int AT_SUM = 15;
    /** The number of {@code Events}. */
    public static final int EVENT_COUNT = 16;
    public static final int FIRST_FREE = 17;

    private KernelClass() {}

    /**
     * Makes the kernel whose method runs the given code, which must return an int.
     *
     * @param constants the bits of the constants of the code
     * @param placement how the kernel knows where its operands are; a shared one may be there already
     */
    public static TileKernel define(
            KernelShape shape, List<Long> constants, Placement placement, Consumer<CodeBuilder> method) {
        var type = MethodTypeDesc.of(CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_int, CD_Object, CD_Object,
                CD_Object, CD_Object, CD_long.arrayType(), CD_int.arrayType());
        byte[] bytes = build(shape, constants, TileKernel.class, "run", type, c -> {
            castArrays(c, shape.kind(), ROWS, COLUMNS, PARAMETERS, PAIRS, RESULTS, COLUMN_SUMS);
            method.accept(c);
        });
        return placement == Placement.SHARED
                ? SharedKernels.get(bytes, () -> load(TileKernel.class, bytes))
                : load(TileKernel.class, bytes);
    }

    /** Makes an object of a public interface with one method, which runs the given code. */
    public static <T> T define(Class<T> type, KernelShape shape, List<Long> constants, String method,
            MethodTypeDesc methodType, Consumer<CodeBuilder> code) {
        return load(type, build(shape, constants, type, method, methodType, code));
    }

    private static <T> T load(Class<T> type, byte[] bytes) {
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return type.cast(lookup.lookupClass().getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated kernel could not be loaded", e);
        }
    }

    private static byte[] build(KernelShape shape, List<Long> constants, Class<?> type, String method,
            MethodTypeDesc methodType, Consumer<CodeBuilder> code) {
        ElementKind kind = shape.kind();
        return ClassFile.of().build(SELF, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL);
            builder.withInterfaceSymbols(type.describeConstable().orElseThrow());
            int isConstant = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL;
            if (!shape.isScalar()) {
                builder.withField(VectorCode.NUMBERS, VectorCode.SPECIES, isConstant);
                builder.withField(VectorCode.INTEGERS, VectorCode.SPECIES, isConstant);
            }
            builder.withField(KernelCode.CONSTANTS, kind.integer.arrayType(), isConstant);
            builder.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC,
                    c -> setConstants(c, shape, constants));
            builder.withMethodBody(INIT_NAME, MTD_void, 0,
                    c -> c.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
            builder.withMethodBody(method, methodType, ClassFile.ACC_PUBLIC, code);
        });
    }

    private static void setConstants(CodeBuilder c, KernelShape shape, List<Long> constants) {
        ElementKind kind = shape.kind();
        if (!shape.isScalar()) {
            String name = "SPECIES_" + shape.bits();
            c.getstatic(kind.vector, name, VectorCode.SPECIES)
                    .putstatic(SELF, VectorCode.NUMBERS, VectorCode.SPECIES)
                    .getstatic(kind.integerVector, name, VectorCode.SPECIES)
                    .putstatic(SELF, VectorCode.INTEGERS, VectorCode.SPECIES);
        }
        c.loadConstant(constants.size()).newarray(TypeKind.from(kind.integer));
        for (int k = 0; k < constants.size(); k++) {
            c.dup().loadConstant(k);
            kind.pushInteger(c, constants.get(k));
            kind.storeInteger(c);
        }
        c.putstatic(SELF, KernelCode.CONSTANTS, kind.integer.arrayType()).return_();
    }

    /** Casts arguments to arrays of the compute type. */
    public static void castArrays(CodeBuilder c, ElementKind kind, int... arguments) {
        for (int argument : arguments) {
            c.aload(argument).checkcast(kind.array).astore(argument);
        }
    }

    /** Adds a number to an int local. */
    public static void step(CodeBuilder c, int local, int by) {
        c.iload(local).loadConstant(by).iadd().istore(local);
    }
}
