package keops.cuda.nvrtc;

import java.util.Map;

/** What NVRTC made of a source. */
public final class CompiledKernel {
    /** What an image is. */
    public enum Kind {
        /** Machine code. */
        CUBIN,
        /** Text in NVIDIA's virtual machine language. */
        PTX
    }

    /**
     * What an entry takes.
     *
     * @param registers registers per thread
     * @param spillStoreBytes bytes written to local memory for want of registers
     * @param spillLoadBytes bytes read back
     * @param stackBytes local memory per thread, arrays included
     * @param sharedBytes static shared memory per block
     */
    public record Resources(
            int registers, int spillStoreBytes, int spillLoadBytes, int stackBytes, int sharedBytes) {}

    private final byte[] image;
    private final Kind kind;
    private final String architecture;
    private final String log;
    private final Map<String, Resources> resources;

    /** A kernel from its parts, such as a cache has kept; {@link Compiler} makes new ones. */
    public CompiledKernel(
            byte[] image, Kind kind, String architecture, String log, Map<String, Resources> resources) {
        this.image = image.clone();
        this.kind = kind;
        this.architecture = architecture;
        this.log = log;
        this.resources = Map.copyOf(resources);
    }

    /** A copy of the bytes for {@code cuModuleLoadData}; PTX ends with a zero byte. */
    public byte[] image() {
        return image.clone();
    }

    /** What the bytes are. */
    public Kind kind() {
        return kind;
    }

    /** What they were made for, as in {@code sm_90} or {@code compute_75}. */
    public String architecture() {
        return architecture;
    }

    /** What NVRTC said: warnings and resource use. */
    public String log() {
        return log;
    }

    /** For each entry what it takes of the device; empty for PTX, which the driver compiles on. */
    public Map<String, Resources> resources() {
        return resources;
    }
}
