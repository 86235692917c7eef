package keops.jmh;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C++ programs of {@code jmh/baseline}, which run in this JVM, so that they can take turns with other contestants.
 * {@code build.sh} passes the path of the library, or why there is none, in a system property.
 */
@SuppressWarnings("restricted") // its purpose is to call C++
final class NativeBaselines {
    private static final String LIBRARY = "keops.baseline";
    private static final String MISSING = "keops.baseline.missing";
    private static final String NOT_SET = "none, since -D" + LIBRARY + " is not set: see jmh/baseline/build.sh";
    private static final Optional<SymbolLookup> SYMBOLS = Optional.ofNullable(System.getProperty(LIBRARY))
            .map(file -> SymbolLookup.libraryLookup(Path.of(file), Arena.global()));

    /** The signature in {@code baseline.h}. */
    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_LONG, JAVA_LONG,
            JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private NativeBaselines() {}

    /** The compiler of the programs, or why there are none. */
    static String description() {
        return SYMBOLS.map(NativeBaselines::compiler).orElseGet(() -> System.getProperty(MISSING, NOT_SET));
    }

    /** Why there is no program with a name. */
    static String whyMissing(String name) {
        return SYMBOLS.isPresent()
                ? "this machine has not what " + name + " needs (AVX-512)"
                : System.getProperty(MISSING, NOT_SET);
    }

    private static String compiler(SymbolLookup symbols) {
        MethodHandle name = Linker.nativeLinker()
                .downcallHandle(symbols.findOrThrow("baseline_compiler"), FunctionDescriptor.of(ADDRESS));
        try {
            return ((MemorySegment) name.invokeExact()).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A program applied to data, on a number of threads; empty if there is none, see {@link #whyMissing}. */
    static Optional<Computation> find(String name, Data data, int threads) {
        return SYMBOLS.flatMap(symbols -> symbols.find(name))
                .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, SIGNATURE))
                .map(handle -> computation(handle, data, threads));
    }

    private static Computation computation(MethodHandle handle, Data data, int threads) {
        WorkloadShape shape = data.shape();
        float gamma = (float) data.gamma().doubleAt(0);
        return result -> {
            try {
                handle.invokeExact(threads, shape.rows(), shape.columns(), shape.dim(), shape.width(), gamma,
                        data.x().segment(), data.y().segment(), data.b().segment(), data.e().segment(),
                        result.segment());
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
