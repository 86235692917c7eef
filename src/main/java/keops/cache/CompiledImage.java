package keops.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a compiler made: the bytes that a driver loads, and what it said. */
public final class CompiledImage {
    private final byte[] bytes;
    private final String log;
    private final Map<String, Resources> resources;

    /** An image from its parts, which are copied. */
    public CompiledImage(byte[] bytes, String log, Map<String, Resources> resources) {
        this.bytes = bytes.clone();
        this.log = log;
        this.resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What the compiler said. */
    public String log() {
        return log;
    }

    /** For each entry point what it takes of a device; empty for PTX. */
    public Map<String, Resources> resources() {
        return resources;
    }
}
