package keops.jmh;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The C++ programs of {@code jmh/baseline}, which run in this JVM, so that they can take turns with what they are compared
 * with. {@code build.sh} there tells by a system property where the library is, or why there is none.
 */
@SuppressWarnings("restricted") // calls of C++ are what it is for
final class NativeBaselines {
    private static final String LIBRARY = "keops.baseline";
    private static final String MISSING = "keops.baseline.missing";
    private static final Optional<SymbolLookup> SYMBOLS = Optional.ofNullable(System.getProperty(LIBRARY))
            .map(file -> SymbolLookup.libraryLookup(Path.of(file), Arena.global()));

    /** The signature in {@code baseline.h}. */
    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_LONG, JAVA_LONG,
            JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);

    private NativeBaselines() {}

    /** Why there is no program of a name. */
    static String whyMissing(String name) {
        return SYMBOLS.isPresent()
                ? "this machine has not what " + name + " needs (AVX-512)"
                : System.getProperty(MISSING, "-D" + LIBRARY + " is not set, see jmh/baseline/build.sh");
    }

    /** A program applied to data, on so many threads; or nothing, see {@link #whyMissing}. */
    static Optional<Computation> find(String name, Data data, int threads) {
        return SYMBOLS.flatMap(symbols -> symbols.find(name))
                .map(symbol -> Linker.nativeLinker().downcallHandle(symbol, SIGNATURE))
                .map(handle -> computation(handle, data, threads));
    }

    private static Computation computation(MethodHandle handle, Data data, int threads) {
        Shape shape = data.shape();
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
