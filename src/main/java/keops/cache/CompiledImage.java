package keops.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a compiler made of a source: the bytes that a driver loads, and what it said. */
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
     * @param architecture the compute capability that it was compiled for, as 90 for 9.0
     * @param bytes what the driver loads; PTX ends with a zero byte
     * @param log what the compiler said: warnings and resource use
     * @param resources for each entry point what it takes of a device; empty for PTX
     */
    public CompiledImage(ImageKind kind, int architecture, byte[] bytes, String log, Map<String, Resources> resources) {
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

    /** What it was compiled for, as in {@code sm_90} or {@code compute_75}. */
    public String target() {
        return kind.target(architecture);
    }

    /** A copy of the bytes; PTX ends with a zero byte. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What the compiler said: warnings and resource use. */
    public String log() {
        return log;
    }

    /** For each entry point what it takes of a device; empty for PTX, which the driver compiles on. */
    public Map<String, Resources> resources() {
        return resources;
    }
}
