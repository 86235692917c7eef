package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keops.bindings.cuda.CudaDriver;
import keops.error.DeviceException;

/** The result codes of the driver. All methods may be called by many threads at once. */
public final class ResultCode {
    /** The device is out of memory. */
    public static final int OUT_OF_MEMORY = CudaDriver.CUDA_ERROR_OUT_OF_MEMORY();

    private static final int SUCCESS = CudaDriver.CUDA_SUCCESS();

    private ResultCode() {}

    /**
     * Checks that a call succeeded.
     *
     * @param code its result code
     * @param call the driver's function
     * @throws DeviceException if it did not
     */
    public static void check(int code, String call) {
        if (code != SUCCESS) {
            throw exception(code, call, "");
        }
    }

    /** The exception for a result code; the message ends with {@code more}. */
    static DeviceException exception(int code, String call, String more) {
        String name = nameOf(code).orElse("an unknown result");
        boolean isLost = losesContext(code);
        return new DeviceException(
                name + " (" + code + ")" + textOf(code).map(text -> ": " + text).orElse("") + ", in " + call
                        + (isLost
                                ? ". The context of the device is lost: start the process again to use the device"
                                : "")
                        + (more.isBlank() ? "" : ". " + more.strip()),
                name, code, call, isLost);
    }

    /** The name of a result code; empty if the driver does not know it. */
    public static Optional<String> nameOf(int code) {
        return string(code, CudaDriver::cuGetErrorName);
    }

    /** The text of a result code; empty if the driver does not know it. */
    public static Optional<String> textOf(int code) {
        return string(code, CudaDriver::cuGetErrorString);
    }

    /**
     * Whether an error destroys the context: the documentation of the CUDA driver API says of these that the process
     * must be terminated and relaunched.
     */
    private static boolean losesContext(int code) {
        return switch (code) {
            case 214 -> true; // CUDA_ERROR_ECC_UNCORRECTABLE
            case 700, 702, 709, 710 -> true; // illegal address, timeout, destroyed context, assertion
            case 714, 715, 716, 717, 718, 719 -> true; // stack, instruction, alignment, address space, counter, launch
            default -> false;
        };
    }

    private interface Description {
        int ask(int code, MemorySegment answer);
    }

    /** Reads a string that belongs to the driver; empty if the driver does not know the code. */
    private static Optional<String> string(int code, Description description) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            if (description.ask(code, answer) != SUCCESS) {
                return Optional.empty();
            }
            MemorySegment string = answer.get(CudaDriver.C_POINTER, 0);
            return string.address() == 0 ? Optional.empty() : Optional.of(string.getString(0));
        }
    }
}
