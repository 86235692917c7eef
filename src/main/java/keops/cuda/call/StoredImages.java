package keops.cuda.call;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import keops.cache.CompiledImage;
import keops.cache.Description;
import keops.cache.EntryFacts;
import keops.cache.ImageKind;
import keops.cache.KernelKey;
import keops.cache.KernelStore;
import keops.cuda.Precompiled;
import keops.cuda.nvrtc.Target;
import keops.cuda.source.KernelSource;
import keops.error.BackendException;
import keops.error.CacheException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.plan.Plan;

/**
 * The code of kernels from a store on disk, compiled if it is missing. Thread-safe.
 *
 * <p>The key of a kernel includes the version of NVRTC. Without NVRTC, code of any version is accepted: machine code
 * for the device's architecture, or for an earlier one of the same major number, which NVIDIA's devices run (CUDA C++
 * Programming Guide, Binary Compatibility); else PTX for an architecture that is not later; and among equals that of
 * the latest version.
 */
final class StoredImages implements ImageStore {
    /** The store of this process and the compiler of this machine. */
    static final StoredImages STANDARD = new StoredImages(KernelStore.standard(), ImageCompiler.NVRTC);

    private static final int MAJOR = 10;

    private final KernelStore store;
    private final ImageCompiler compiler;

    StoredImages(KernelStore store, ImageCompiler compiler) {
        this.store = store;
        this.compiler = compiler;
    }

    @Override
    public CompiledImage image(ImageRequest request) {
        Optional<String> cause = compiler.unavailabilityCause();
        if (cause.isPresent()) {
            return shipped(request).orElseThrow(() -> new BackendException(cause.get()
                    + " A kernel that another machine has compiled would serve, too, but none for this formula is in "
                    + store.folder().map(folder -> "the cache " + folder).orElse("a cache: there is none") + "."));
        }
        KernelSource source = request.source();
        Target target = compiler.target(request.architecture(), request.isPortable());
        KernelKey key = key(source, target);
        return store.find(key).orElseGet(() -> Compilation.await(
                () -> store.findOrMake(key, description(source), () -> compile(source, target))));
    }

    /**
     * Compiles a source for an architecture into the store, unless it has it.
     *
     * @throws BackendException if there is no NVRTC
     * @throws CacheException if it cannot be stored
     */
    Precompiled precompile(KernelSource source, int architecture) {
        compiler.unavailabilityCause().ifPresent(cause -> {
            throw new BackendException(cause);
        });
        Target target = compiler.target(architecture, false);
        KernelKey key = key(source, target);
        var isNew = new AtomicBoolean();
        store.findOrMake(key, description(source), () -> {
            isNew.set(true);
            return compile(source, target);
        });
        if (isNew.get() && store.inventory().startingWith(key.hash()).isEmpty()) {
            throw new CacheException("a kernel was compiled, but is not in the cache: " + store.problem().orElse(
                    store.folder().isEmpty() ? "there is none" : "it is larger than what the cache may hold"));
        }
        return new Precompiled(source.plan().toString(), source.compute(), target.toString(), key.hash(), !isNew.get());
    }

    private KernelKey key(KernelSource source, Target target) {
        return new KernelKey(source.text(), source.options(), compiler.version(), target.architecture(), target.kind());
    }

    private CompiledImage compile(KernelSource source, Target target) {
        return compiler.compile(source.text(), source.options(), target);
    }

    private Optional<CompiledImage> shipped(ImageRequest request) {
        KernelSource source = request.source();
        return store.ofSource(source.text(), source.options()).stream()
                .filter(candidate -> serves(candidate, request))
                .sorted(Comparator.comparingInt(StoredImages::rank).reversed())
                .map(facts -> store.find(new KernelKey(
                        source.text(), source.options(), facts.compiler(), facts.architecture(), facts.kind())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean serves(EntryFacts candidate, ImageRequest request) {
        boolean isOlder = candidate.architecture() <= request.architecture();
        return switch (candidate.kind()) {
            case CUBIN -> isOlder && !request.isPortable()
                    && candidate.architecture() / MAJOR == request.architecture() / MAJOR;
            case PTX -> isOlder;
        };
    }

    /** The rank of code: machine code before PTX, and later architectures before earlier ones. */
    private static int rank(EntryFacts candidate) {
        return candidate.architecture() + (candidate.kind() == ImageKind.CUBIN ? 1 << 16 : 0);
    }

    private static Description description(KernelSource source) {
        Plan plan = source.plan();
        List<String> aliases = plan.arguments().stream().map(StoredImages::alias).toList();
        return new Description(plan.formula().toString(), plan.weight().map(Object::toString), aliases,
                plan.reduction().name(), plan.rows() == Category.I ? 1 : 0, source.compute().toString(),
                source.template() + ", " + source.reduce().threads() + " threads per block");
    }

    private static String alias(Variable v) {
        return (v.name().isEmpty() ? "" : v.name() + " = ") + v.category().constructor() + "(" + v.dim() + ")";
    }
}
