package keops.cuda;

/** Advice for a driver that does not start, by its result code. */
final class Remedy {
    static final String NO_DEVICE = "Look whether nvidia-smi lists a GPU and whether CUDA_VISIBLE_DEVICES hides it; a"
            + " container must be started with its GPUs (docker run --gpus all).";

    private static final String UPDATE_DRIVER =
            "The driver is older than what the installed CUDA libraries need: update the driver.";

    private Remedy() {}

    /** One or two sentences of advice. The codes are those of CUresult; the bindings name only some of them. */
    static String of(int code) {
        return switch (code) {
            case 2 -> "The GPU's or the host's memory is taken: look with nvidia-smi which process holds it.";
            case 3, 4 -> "The driver is shutting down: ask before the process ends.";
            case 34 -> "The library that was opened is the stub to link against, from a CUDA toolkit. Take its folder"
                    + " (stubs) out of LD_LIBRARY_PATH, and install the NVIDIA driver.";
            case 35 -> UPDATE_DRIVER; // its number in the runtime library
            case 46 -> "Another process holds the GPU for itself, or it waits for a reset: look with nvidia-smi at its"
                    + " compute mode and its processes.";
            case 100, 101 -> NO_DEVICE;
            case 304 -> "The operating system refused: look whether this user may open /dev/nvidia*, and whether the"
                    + " container was given them.";
            case 802 -> "The system is not ready: on a machine with NVSwitch the service nvidia-fabricmanager must run,"
                    + " in the driver's version.";
            case 803 -> "The driver's library and its kernel module are of different versions, as after an update:"
                    + " restart the machine, or load the module again; in a container, update the driver of the host.";
            case 804 -> "The forward compatibility package (cuda-compat) does not serve this GPU or this driver: take"
                    + " its folder out of LD_LIBRARY_PATH, or update the driver.";
            case 805 -> "The MPS control daemon does not answer: start it, or unset CUDA_MPS_PIPE_DIRECTORY.";
            case 999 -> "Often the kernel module nvidia_uvm is missing or was lost in a suspend: load it again"
                    + " (modprobe nvidia_uvm), or restart the machine.";
            default -> "Look whether nvidia-smi works on this machine.";
        };
    }
}
