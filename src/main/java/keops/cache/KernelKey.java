package keops.cache;

import java.util.List;
import java.util.Objects;

/**
 * All inputs of a compilation. Equal keys stand for equal kernels. Immutable, and safe for use by many threads.
 *
 * @param source the source text
 * @param options the options of the compiler, without the architecture
 * @param compiler the version of the compiler, as in {@code 13.0}
 * @param architecture the target compute capability, as 90 for 9.0
 * @param kind machine code or PTX
 */
public record KernelKey(String source, List<String> options, String compiler, int architecture, ImageKind kind) {
    /** The version of the store's own format, which is part of every key and the name of a folder. */
    public static final int FORMAT = 1;

    private static final int FAMILY_CHARACTERS = 16;

    /** Checks that nothing is null, and copies the list. */
    public KernelKey {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(compiler, "compiler");
        Objects.requireNonNull(kind, "kind");
        options = List.copyOf(options);
    }

    /** The SHA-256 of all parts and of {@link #FORMAT}, in 64 hexadecimal digits. */
    public String hash() {
        return program(source, options).add(compiler).add(kind.target(architecture)).hex();
    }

    /** The target, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return kind.target(architecture);
    }

    /** The name of the folder: the hash, followed by the {@linkplain #family family}. */
    String folderName() {
        return hash() + "-" + family(source, options);
    }

    /** The common suffix of the folders of all kernels of a source, for any compiler and target. */
    static String family(String source, List<String> options) {
        return program(source, options).hex().substring(0, FAMILY_CHARACTERS);
    }

    private static Digest program(String source, List<String> options) {
        var digest = new Digest().add("KeOps kernel " + FORMAT).add(source).add(Integer.toString(options.size()));
        options.forEach(digest::add);
        return digest;
    }
}
