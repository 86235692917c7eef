package keops.cache;

/**
 * All that is in an entry, checked against its checksums.
 *
 * @param facts what its text file says
 * @param source the text that was compiled
 * @param image what was made of it, with the compiler's log
 */
public record Content(EntryFacts facts, String source, CompiledImage image) {
    /** What it is found by. */
    KernelKey key() {
        return new KernelKey(source, facts.options(), facts.compiler(), facts.architecture(), facts.kind());
    }
}
