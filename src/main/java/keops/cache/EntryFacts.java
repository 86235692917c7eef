package keops.cache;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The facts in the text file of an entry. Immutable, and safe for use by many threads.
 *
 * @param key the hash of its {@link KernelKey}
 * @param description what the kernel computes
 * @param options the options of the compiler
 * @param compiler the version of the compiler, as in {@code 13.0}
 * @param architecture the target compute capability, as 90 for 9.0
 * @param kind machine code or PTX
 * @param resources the resource use of each entry point; empty for PTX
 * @param created the time of the compilation, by the clock of that machine
 * @param files the other files of the entry, by name
 */
public record EntryFacts(
        String key,
        Description description,
        List<String> options,
        String compiler,
        int architecture,
        ImageKind kind,
        Map<String, Resources> resources,
        Instant created,
        Map<String, FileMark> files) {
    /**
     * The size and the checksum of a file.
     *
     * @param bytes its size
     * @param sha256 the SHA-256 of its content, in hexadecimal digits
     */
    public record FileMark(long bytes, String sha256) {
        /** Checks that nothing is null. */
        public FileMark {
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /** Checks that nothing is null, and copies lists and maps. */
    public EntryFacts {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(compiler, "compiler");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(resources, "resources");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(files, "files");
        options = List.copyOf(options);
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The target, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return kind.target(architecture);
    }
}
