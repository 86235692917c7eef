package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A device with memory of its own that the CPU cannot reach: a GPU. {@link Tensor#to} copies a tensor there and
 * {@link Tensor#toHost} back; reductions over tensors of a device run there, and their results stay there.
 *
 * <p>Devices come from a back end, as {@code keops.cuda.Cuda.devices()}. All methods may be called from many threads.
 */
public interface Device {
    /** The number of the device, from 0. */
    int number();

    /** What it is called, as in {@code NVIDIA H200}. */
    String name();

    /** The bytes of its memory. */
    long memoryBytes();

    /** The bytes of its memory that nobody has now. */
    long freeBytes();

    /**
     * New memory of the device, freed when the arena closes.
     *
     * @param bytes the size, 0 or more
     * @return a segment of that size at the memory's address on the device, which nobody may read or write by way of
     *     Java: it is for {@link #upload} and {@link #download} and for the back end alone
     */
    MemorySegment allocate(Arena arena, long bytes);

    /**
     * Copies memory of the host to the device. When it returns the copy is done.
     *
     * @param host memory of the host, native or of an array
     * @param onDevice a part of what {@link #allocate} returned, of the same size
     */
    void upload(MemorySegment host, MemorySegment onDevice);

    /**
     * Copies memory of the device to the host. When it returns the copy is done.
     *
     * @param onDevice a part of what {@link #allocate} returned
     * @param host memory of the host of the same size, native or of an array
     */
    void download(MemorySegment onDevice, MemorySegment host);
}
