package keops.cache;

import java.util.Objects;

/**
 * The whole content of an entry, verified against its checksums. Immutable, and safe for use by many threads.
 *
 * @param facts the facts in its text file
 * @param source the text that was compiled
 * @param image the compiled code, with the compiler's log
 */
public record Content(EntryFacts facts, String source, CompiledImage image) {
    /** Checks that nothing is null. */
    public Content {
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(image, "image");
    }

    /** The key of the entry. */
    KernelKey key() {
        return new KernelKey(source, facts.options(), facts.compiler(), facts.architecture(), facts.kind());
    }
}
