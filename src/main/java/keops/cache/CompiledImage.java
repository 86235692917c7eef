package keops.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The result of a compilation: the bytes that a driver loads, and the log of the compiler. Immutable, and safe for use
 * by many threads.
 */
public final class CompiledImage {
    private final ImageKind kind;
    private final int architecture;
    private final byte[] bytes;
    private final String log;
    private final Map<String, Resources> resources;

    /**
     * An image from its parts, which are copied.
     *
     * @param kind machine code or PTX
     * @param architecture the target compute capability, as 90 for 9.0
     * @param bytes what the driver loads; PTX ends with a zero byte
     * @param log the log of the compiler: warnings and resource use
     * @param resources the resource use of each entry point; empty for PTX
     */
    public CompiledImage(ImageKind kind, int architecture, byte[] bytes, String log, Map<String, Resources> resources) {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(resources, "resources");
        this.kind = kind;
        this.architecture = architecture;
        this.bytes = bytes.clone();
        this.log = log;
        this.resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }

    /** Machine code or PTX. */
    public ImageKind kind() {
        return kind;
    }

    /** The target, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return kind.target(architecture);
    }

    /** A copy of the bytes; PTX ends with a zero byte. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The log of the compiler: warnings and resource use. */
    public String log() {
        return log;
    }

    /** The resource use of each entry point; empty for PTX, which the driver compiles further. */
    public Map<String, Resources> resources() {
        return resources;
    }
}
