package keops.cache;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the text file of an entry says.
 *
 * @param key the hash of its {@link KernelKey}
 * @param description what the kernel computes
 * @param options the options of the compiler
 * @param compiler the version of the compiler, as in {@code 13.0}
 * @param architecture the compute capability that it was compiled for, as 90 for 9.0
 * @param kind machine code or PTX
 * @param resources for each entry point what it takes of a device; empty for PTX
 * @param created when it was compiled, by the clock of that machine
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
     * How a file is known.
     *
     * @param bytes its size
     * @param sha256 the digest of its content, in hexadecimal digits
     */
    public record FileMark(long bytes, String sha256) {}

    /** Copies lists and maps. */
    public EntryFacts {
        options = List.copyOf(options);
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** What it was compiled for, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return kind.target(architecture);
    }
}
