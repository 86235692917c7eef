package keops.cache;

/** The kind of code of a compiled kernel. Immutable, and safe for use by many threads. */
public enum ImageKind {
    /** Machine code for one architecture. */
    CUBIN("sm_", "kernel.cubin"),
    /** Text of NVIDIA's virtual instruction set, which the driver compiles further. */
    PTX("compute_", "kernel.ptx");

    private final String prefix;
    private final String fileName;

    ImageKind(String prefix, String fileName) {
        this.prefix = prefix;
        this.fileName = fileName;
    }

    /** The name of an architecture for this kind, as in {@code sm_90} or {@code compute_75}. */
    public String target(int architecture) {
        return prefix + architecture;
    }

    /** The name of the file in an entry. */
    String fileName() {
        return fileName;
    }
}
