package keops.cpu;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;

/** The frame of a generated {@link TileKernel}: its class, its species and the locals of its one method. */
final class KernelClass {
    static final ClassDesc SELF = ClassDesc.of("keops.cpu.GeneratedTileKernel");
    static final int ROWS = 1;
    static final int ROW_OFFSET = 2;
    static final int COLUMNS = 3;
    static final int COUNT = 4;
    static final int PARAMETERS = 5;
    static final int PAIRS = 6;
    static final int RESULTS = 7;
    static final int EVENTS = 8;
    /** The column at hand, and where its values and its pairs start. */
    static final int COLUMN = 9;
    static final int AT_COLUMN = 10;
    static final int AT_PAIR = 11;
    static final int FIRST_FREE = 12;

    private KernelClass() {}

    /** Makes the kernel whose method runs the given code, which must return an int. */
    static TileKernel define(KernelShape shape, Consumer<CodeBuilder> method) {
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(build(shape, method), true);
            return (TileKernel) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated kernel could not be loaded", e);
        }
    }

    private static byte[] build(KernelShape shape, Consumer<CodeBuilder> method) {
        ElementKind kind = shape.kind();
        return ClassFile.of().build(SELF, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL);
            builder.withInterfaceSymbols(ClassDesc.of("keops.cpu.TileKernel"));
            for (String species : new String[] {VectorCode.NUMBERS, VectorCode.INTEGERS}) {
                builder.withField(species, VectorCode.SPECIES,
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            }
            builder.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, c -> {
                String name = "SPECIES_" + shape.bits();
                c.getstatic(kind.vector, name, VectorCode.SPECIES)
                        .putstatic(SELF, VectorCode.NUMBERS, VectorCode.SPECIES)
                        .getstatic(kind.integerVector, name, VectorCode.SPECIES)
                        .putstatic(SELF, VectorCode.INTEGERS, VectorCode.SPECIES)
                        .return_();
            });
            builder.withMethodBody(INIT_NAME, MTD_void, 0,
                    c -> c.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
            builder.withMethodBody("run",
                    MethodTypeDesc.of(CD_int, CD_Object, CD_int, CD_Object, CD_int, CD_Object, CD_Object, CD_Object,
                            CD_long.arrayType()),
                    ClassFile.ACC_PUBLIC, c -> {
                        for (int array : new int[] {ROWS, COLUMNS, PARAMETERS, PAIRS, RESULTS}) {
                            c.aload(array).checkcast(kind.array).astore(array);
                        }
                        method.accept(c);
                    });
        });
    }

    /** Adds a number to an int local. */
    static void step(CodeBuilder c, int local, int by) {
        c.iload(local).loadConstant(by).iadd().istore(local);
    }
}
