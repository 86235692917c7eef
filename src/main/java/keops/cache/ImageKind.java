package keops.cache;

/** What the bytes of a compiled kernel are. */
public enum ImageKind {
    /** Machine code for one architecture. */
    CUBIN("sm_", "kernel.cubin"),
    /** Text of NVIDIA's virtual machine, which the driver compiles on. */
    PTX("compute_", "kernel.ptx");

    private final String prefix;
    private final String fileName;

    ImageKind(String prefix, String fileName) {
        this.prefix = prefix;
        this.fileName = fileName;
    }

    /** What an architecture is called for this kind, as in {@code sm_90} or {@code compute_75}. */
    public String target(int architecture) {
        return prefix + architecture;
    }

    /** The name of the file in an entry. */
    String fileName() {
        return fileName;
    }
}
