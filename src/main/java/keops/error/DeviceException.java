package keops.error;

/**
 * Thrown if a call of the CUDA driver failed, as in "CUDA_ERROR_ILLEGAL_ADDRESS (700): an illegal memory access was
 * encountered, in cuStreamSynchronize". If the error destroyed the context of the device, no later call to that device
 * succeeds in this process; the message says so. Threads may share it.
 */
public final class DeviceException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int code;
    private final String call;
    private final boolean isContextLost;

    /**
     * Constructs an exception.
     *
     * @param message what went wrong, for users
     * @param name the name of the result code
     * @param code the result code
     * @param call the driver's function
     * @param isContextLost whether this process can no longer use the device
     */
    public DeviceException(String message, String name, int code, String call, boolean isContextLost) {
        super(message);
        this.name = name;
        this.code = code;
        this.call = call;
        this.isContextLost = isContextLost;
    }

    /** The name of the result code, as in {@code CUDA_ERROR_OUT_OF_MEMORY}. */
    public String name() {
        return name;
    }

    /** The result code, a number of CUresult. */
    public int code() {
        return code;
    }

    /** The driver's function, as in {@code cuLaunchKernel}. */
    public String call() {
        return call;
    }

    /** Whether this process can no longer use the device. */
    public boolean isContextLost() {
        return isContextLost;
    }
}
