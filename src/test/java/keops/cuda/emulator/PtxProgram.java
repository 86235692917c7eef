package keops.cuda.emulator;

import java.util.List;

/**
 * A kernel made ready to run.
 *
 * @param registers the number of registers that instructions write
 * @param constants numbers in the registers after these, which nobody writes
 * @param sharedBytes the shared memory that the kernel declares; what a launch adds comes after it
 * @param localBytes the local memory of a thread
 * @param parameters the parameters of the kernel, in order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PtxProgram(
        String name,
        Step[] steps,
        int registers,
        List<Long> constants,
        int sharedBytes,
        int localBytes,
        List<PtxVariable> parameters,
        int maxThreads) {}
