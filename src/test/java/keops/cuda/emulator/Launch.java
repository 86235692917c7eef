package keops.cuda.emulator;

/**
 * The shape and the arguments of one launch.
 *
 * @param grid the blocks along x, y, z
 * @param block the threads of a block along x, y, z
 * @param sharedBytes the shared memory beyond what the kernel declares
 * @param parameters the bytes of the kernel's parameters
 * @param budget the instructions by lane after which the kernel is taken for endless
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Launch(int[] grid, int[] block, int sharedBytes, byte[] parameters, DeviceMemory memory, long budget) {
    /** Instructions by lane after which a kernel is taken for endless. */
    static final long USUAL_BUDGET = 20_000_000_000L;

    int threads() {
        return block[0] * block[1] * block[2];
    }

    int blocks() {
        return Math.multiplyExact(Math.multiplyExact(grid[0], grid[1]), grid[2]);
    }

    /** The index of a block along x, y or z. */
    int blockIndex(int number, int axis) {
        return switch (axis) {
            case 0 -> number % grid[0];
            case 1 -> number / grid[0] % grid[1];
            default -> number / grid[0] / grid[1];
        };
    }

    /** The index of a thread along x, y or z. */
    int threadIndex(int thread, int axis) {
        return switch (axis) {
            case 0 -> thread % block[0];
            case 1 -> thread / block[0] % block[1];
            default -> thread / block[0] / block[1];
        };
    }

    String blockText(int number) {
        return "(" + blockIndex(number, 0) + ", " + blockIndex(number, 1) + ", " + blockIndex(number, 2) + ")";
    }

    /** Runs a program over the whole grid, block after block. */
    Census run(PtxProgram program) {
        if (program.maxThreads() > 0 && threads() > program.maxThreads()) {
            throw new Fault(Fault.Kind.LAUNCH, program.name() + " takes blocks of at most " + program.maxThreads()
                    + " threads, but " + threads() + " came");
        }
        var running = new Block(program, this);
        for (int number = 0; number < blocks(); number++) {
            running.run(number);
        }
        return running.census();
    }
}
