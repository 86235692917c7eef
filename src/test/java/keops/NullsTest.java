package keops;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.autograd.Adam;
import keops.autograd.GradientDescent;
import keops.autograd.Lbfgs;
import keops.autograd.Objective;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.cache.CompiledImage;
import keops.cache.Description;
import keops.cache.EntryFacts;
import keops.cache.ImageKind;
import keops.cache.KernelKey;
import keops.cache.KernelStore;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.ProgressListener;
import keops.formula.Declarations;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;
import keops.transport.KernelNorm;
import keops.transport.PointCloud;
import keops.transport.SinkhornDivergence;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No public method takes a null where none is meant: it is refused by the name of the parameter. */
class NullsTest {
    private static final List<String> PACKAGES =
            List.of("keops", "keops.tensor", "keops.formula", "keops.reduction", "keops.autograd", "keops.cache",
                    "keops.cuda", "keops.transport");

    /** Where a null has a meaning, or another argument is refused first. */
    private static final Set<String> MEANT = Set.of("Gamma.of(Object) 0", "Kernel.ofFormulas(String, String) 1",
            "KernelFormulas.with(String, String, String) 2", "Tensor.of(short[], DType, long[]) 2",
            "Kernels.precompile(DType, int, KernelStore) 0", "Kernels.precompile(DType, int, KernelStore) 2");

    /** What users get from the library or write for it, and what a formula is made of inside. */
    private static final Set<String> NOT_CALLED = Set.of("ChosenPairs", "Pairs", "Differential", "AtChosenPairs",
            "AsShiftedSums", "GradientPass", "KernelCall", "KernelGradients", "ValueAndGradients", "Progress",
            "ProgressListener", "Objective", "RowBlock", "Precompiled", "Device", "Alias", "Call", "Constant", "Zero",
            "Variable", "Index", "Derivative", "Partial", "Pullback", "Partials", "Transposed", "Meaning",
            "Elementwise",
            "Rearranged", "Chosen", "Choice", "Primitive", "Definition", "ScalarValue", "VectorValue", "Expansion",
            "Operator", "OperatorTable", "Family", "Scalars", "Parsed", "Substitute", "Differentiate");

    private static final Path SOURCES = sources();

    private static Path sources() {
        Path module = Path.of(System.getProperty("basedir", "src"));
        return Stream.of(module.resolve("src/main/java"), module.resolve("main/java"), Path.of("src/main/java"))
                .filter(Files::isDirectory).findFirst().orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> nullsAreRefusedByName() throws IOException {
        List<Class<?>> types = new ArrayList<>();
        for (String room : PACKAGES) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(room.replace('.', '/')))) {
                files.map(file -> file.getFileName().toString().replace(".java", ""))
                        .filter(name -> !name.contains("-"))
                        .filter(name -> Files.exists(SOURCES.resolve(room.replace('.', '/') + "/" + name + ".java")))
                        .sorted()
                        .forEach(name -> collect(load(room + "." + name), types));
            }
        }
        Map<Executable, Class<?>> executables = new LinkedHashMap<>();
        for (Class<?> type : types) {
            if (NOT_CALLED.contains(type.getSimpleName())) {
                continue;
            }
            Stream.of(type.getConstructors()).forEach(c -> executables.put(c, type));
            Stream.of(type.getMethods())
                    .filter(m -> m.getDeclaringClass().getName().startsWith("keops") && !m.isBridge()
                            && !m.isSynthetic())
                    .filter(m -> !List.of("equals", "dependsOn", "blocks", "loss").contains(m.getName()))
                    .forEach(m -> executables.putIfAbsent(m, type));
        }
        return executables.entrySet().stream().flatMap(e -> tests(e.getKey(), e.getValue()));
    }

    private static void collect(Class<?> type, List<Class<?>> types) {
        if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
            Stream.of(type.getDeclaredClasses()).forEach(nested -> collect(nested, types));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String signature(Executable executable, Class<?> type) {
        String name = executable instanceof Constructor<?>
                ? "new " + type.getSimpleName()
                : type.getSimpleName() + "." + executable.getName();
        return name + Stream.of(executable.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static Stream<DynamicTest> tests(Executable executable, Class<?> type) {
        Class<?>[] parameters = executable.getParameterTypes();
        var tests = new ArrayList<DynamicTest>();
        for (int k = 0; k < parameters.length; k++) {
            int place = k;
            String title = signature(executable, type) + " " + k;
            if (!parameters[k].isPrimitive() && !MEANT.contains(title)) {
                tests.add(DynamicTest.dynamicTest(title, () -> check(executable, type, place)));
            }
        }
        return tests.stream();
    }

    private static void check(Executable executable, Class<?> type, int place) throws Exception {
        Class<?>[] parameters = executable.getParameterTypes();
        Object[] arguments = new Object[parameters.length];
        for (int k = 0; k < parameters.length; k++) {
            arguments[k] = k == place ? null : value(executable.getGenericParameterTypes()[k], parameters[k]);
        }
        Throwable thrown = null;
        try {
            if (executable instanceof Constructor<?> c) {
                c.newInstance(arguments);
            } else {
                Object receiver = Modifier.isStatic(executable.getModifiers()) ? null : value(type);
                executable.setAccessible(true);
                ((Method) executable).invoke(receiver, arguments);
            }
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        }
        Throwable t = thrown;
        assertTrue(t instanceof NullPointerException || t instanceof FormulaException, () -> "came " + t);
        String message = String.valueOf(t.getMessage());
        // What the JVM says itself has this word, and names what a user cannot see.
        assertFalse(message.equals("null") || message.contains("because"), () -> "came " + t);
        assertTrue(t instanceof NullPointerException || message.contains("null"), () -> "came " + t);
    }

    private static Object value(Type generic, Class<?> type) throws Exception {
        if (generic instanceof ParameterizedType parameterized && (type == List.class || type == Map.class)) {
            Type element = parameterized.getActualTypeArguments()[0];
            Type bound = element instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : element;
            Object first =
                    value(bound, bound instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) bound);
            return type == List.class ? List.of(first) : Map.of();
        }
        return value(type);
    }

    /** A value of each type that a public method takes, or is called on. */
    private static Object value(Class<?> type) throws Exception {
        for (Object value : Scene.ALL) {
            if (type.isInstance(value)) {
                return value;
            }
        }
        if (type.isArray()) {
            Object array = java.lang.reflect.Array.newInstance(type.getComponentType(), 1);
            if (!type.getComponentType().isPrimitive()) {
                java.lang.reflect.Array.set(array, 0, value(type.getComponentType()));
            }
            return array;
        }
        if (type == Collection.class) {
            return List.of();
        }
        if (type == Device.class) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> null);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return switch (type.getName()) {
            case "int" -> 1;
            case "long" -> 1L;
            case "double" -> 1.0;
            case "float" -> 1f;
            case "short" -> (short) 1;
            case "boolean" -> true;
            default -> throw new IllegalStateException("no value of " + type.getName());
        };
    }

    private static final class Scene {
        static final KernelKey KEY = new KernelKey("source", List.of(), "13.0", 90, ImageKind.CUBIN);
        static final CompiledImage IMAGE = new CompiledImage(ImageKind.CUBIN, 90, new byte[1], "", Map.of());
        static final Description DESCRIPTION =
                new Description("x", Optional.empty(), List.of(), "Sum", 1, "float32", "32 rows");
        static final EntryFacts FACTS = new EntryFacts(KEY.hash(), DESCRIPTION, List.of(), "13.0", 90, ImageKind.CUBIN,
                Map.of(), Instant.EPOCH, Map.of());
        static final KernelStore STORE = KernelStore.open(Path.of("none"), 1);
        static final Tensor TENSOR = Tensor.of(new double[] {1}, 1, 1);
        static final Genred GENRED = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").axis(1)
                .backend(Backend.REFERENCE).build();
        static final LazyTensor LAZY = LazyTensor.vi(TENSOR).times(LazyTensor.vj(TENSOR));
        static final keops.formula.Variable X = new keops.formula.Variable("x", 0, 1, keops.formula.Category.I);
        static final Tape TAPE = new Tape();
        static final TapeVariable VARIABLE = TAPE.variable(TENSOR);
        static final KernelProduct PRODUCT = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(1);
        static final PointCloud CLOUD = PointCloud.of(TENSOR);
        static final SinkhornDivergence DIVERGENCE = SinkhornDivergence.ofBlur(1);
        static final List<Object> ALL = new ArrayList<>(List.of(
                "x", TENSOR, DType.FLOAT64, Backend.REFERENCE, GENRED, Genred.of("x * y", "x = Vi(1)", "y = Vj(1)"),
                GENRED.gradient("x"), GENRED.tangent("x"), GENRED.hessian("x"), LAZY,
                LAZY.reduction(Reduction.SUM, 1), PRODUCT, PRODUCT.kernel(), KernelFormulas.STANDARD,
                KernelSolve.of(GENRED, "y"), GENRED.kernels(), Gamma.none(), Reduction.SUM,
                Ranges.fromMatrix(new long[][] {{0, 1}}, new long[][] {{0, 1}}, new boolean[][] {{true}}),
                PRODUCT.prepare(List.of(TENSOR), List.of(TENSOR), TENSOR), Arena.ofAuto(),
                MemorySegment.ofArray(new double[] {1}), Path.of("none"), Duration.ofHours(1), X,
                new keops.formula.Zero(1), new keops.formula.Constant(1),
                TAPE, VARIABLE, new GradientDescent(List.of(TENSOR), 1),
                new Lbfgs(List.of(TENSOR)), new Adam(List.of(TENSOR), 1), Declarations.of("x = Vi(1)"),
                (Objective) (_, p) -> p.getFirst().sum(), ByteOrder.nativeOrder(),
                (ProgressListener) _ -> { }, Optional.empty(), java.nio.FloatBuffer.allocate(1),
                java.nio.DoubleBuffer.allocate(1), java.nio.IntBuffer.allocate(1), java.nio.LongBuffer.allocate(1),
                java.nio.ByteBuffer.allocateDirect(8), KEY, IMAGE,
                DESCRIPTION, FACTS, STORE, STORE.inventory(), (Supplier<CompiledImage>) () -> IMAGE, Instant.EPOCH,
                InstantSource.system(), CLOUD, KernelNorm.energy(), DIVERGENCE, DIVERGENCE.solve(CLOUD, CLOUD)));
    }
}
