package keops.bindings;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The C library's dlopen, dlsym, dlerror and dladdr. {@link SymbolLookup#libraryLookup} calls the same dlopen but drops
 * what dlerror says, and "file too short", "wrong ELF class" or the name of a missing dependency is just what the user
 * needs.
 */
@SuppressWarnings("restricted") // binding these four functions is what this class is for
final class DynamicLoader implements LibraryOpener {
    /**
     * RTLD_NOW, the same number on Linux and macOS: a library with an unresolved symbol is refused here, in words, and
     * does not end the process at the call that needs the symbol. RTLD_GLOBAL stays out: NVRTC brings a whole compiler,
     * and its symbols must not answer for those of another library. Local ones serve, because a later dlopen by name
     * finds an open library by its soname either way.
     */
    private static final int RTLD_NOW = 2;

    private final MethodHandle dlopen;
    private final MethodHandle dlsym;
    private final MethodHandle dlerror;
    private final Optional<MethodHandle> dladdr;

    private DynamicLoader(
            MethodHandle dlopen, MethodHandle dlsym, MethodHandle dlerror, Optional<MethodHandle> dladdr) {
        this.dlopen = dlopen;
        this.dlsym = dlsym;
        this.dlerror = dlerror;
        this.dladdr = dladdr;
    }

    /**
     * The loader of this process; none where the C library does not have the functions, as on Windows.
     *
     * @throws IllegalCallerException where the JVM runs with {@code --illegal-native-access=deny} and this module was
     *     not given native access
     */
    static Optional<DynamicLoader> find() {
        Linker linker = Linker.nativeLinker();
        SymbolLookup c = linker.defaultLookup();
        Optional<MemorySegment> open = c.find("dlopen");
        Optional<MemorySegment> symbol = c.find("dlsym");
        Optional<MemorySegment> error = c.find("dlerror");
        if (open.isEmpty() || symbol.isEmpty() || error.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DynamicLoader(
                linker.downcallHandle(open.get(), FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT)),
                linker.downcallHandle(symbol.get(), FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
                linker.downcallHandle(error.get(), FunctionDescriptor.of(ADDRESS)),
                c.find("dladdr")
                        .map(address -> linker.downcallHandle(
                                address, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)))));
    }

    /** Never closes what it opened. */
    @Override
    public SymbolLookup open(String text) throws OpeningException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = callOpen(arena.allocateFrom(text));
            if (handle.equals(MemorySegment.NULL)) {
                throw new OpeningException(lastError());
            }
            return name -> symbol(handle, name);
        }
    }

    private Optional<MemorySegment> symbol(MemorySegment handle, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = callSymbol(handle, arena.allocateFrom(name));
            return address.equals(MemorySegment.NULL) ? Optional.empty() : Optional.of(address);
        }
    }

    /** dladdr fills a Dl_info, four pointers of which the first is the name of the file. */
    @Override
    public Optional<String> fileOf(MemorySegment symbol) {
        if (dladdr.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(ADDRESS, 4);
            if (callAddress(dladdr.get(), symbol, info) == 0) {
                return Optional.empty();
            }
            return string(info.get(ADDRESS, 0));
        }
    }

    private String lastError() {
        return string(callError()).orElse("dlopen failed and gave no reason");
    }

    private static Optional<String> string(MemorySegment address) {
        return address.equals(MemorySegment.NULL)
                ? Optional.empty()
                : Optional.of(address.reinterpret(Long.MAX_VALUE).getString(0));
    }

    private MemorySegment callOpen(MemorySegment text) {
        try {
            return (MemorySegment) dlopen.invokeExact(text, RTLD_NOW);
        } catch (Throwable e) {
            throw unexpected("dlopen", e);
        }
    }

    private MemorySegment callSymbol(MemorySegment handle, MemorySegment name) {
        try {
            return (MemorySegment) dlsym.invokeExact(handle, name);
        } catch (Throwable e) {
            throw unexpected("dlsym", e);
        }
    }

    private MemorySegment callError() {
        try {
            return (MemorySegment) dlerror.invokeExact();
        } catch (Throwable e) {
            throw unexpected("dlerror", e);
        }
    }

    private static int callAddress(MethodHandle dladdr, MemorySegment symbol, MemorySegment info) {
        try {
            return (int) dladdr.invokeExact(symbol, info);
        } catch (Throwable e) {
            throw unexpected("dladdr", e);
        }
    }

    /** A C function throws nothing: what comes out is the JVM's own failure. */
    private static AssertionError unexpected(String function, Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new AssertionError("the call of " + function + " failed in the JVM", e);
    }
}
