package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A device with memory of its own that the CPU cannot reach: a GPU. {@link Tensor#to} copies a tensor there and
 * {@link Tensor#toHost} back; reductions over tensors of a device run there, and their results stay there.
 *
 * <p>Devices come from a back end, as {@code keops.cuda.Cuda.devices()}. All methods may be called by many threads at
 * once.
 */
public interface Device {
    /** The number of the device, from 0. */
    int number();

    /** The name of the device, as in {@code NVIDIA H200}. */
    String name();

    /** The size of its memory in bytes. */
    long memoryBytes();

    /** The size in bytes of the memory that is free now. */
    long freeBytes();

    /**
     * New memory of the device, freed when the arena closes.
     *
     * @param bytes the size, 0 or more
     * @return a segment of that size at the memory's address on the device, which Java code must neither read nor
     *     write: only {@link #upload}, {@link #download} and the back end do
     */
    MemorySegment allocate(Arena arena, long bytes);

    /**
     * Copies memory of the host to the device. The copy is complete on return.
     *
     * @param host memory of the host, native or of an array
     * @param onDevice a part of what {@link #allocate} returned, of the same size
     */
    void upload(MemorySegment host, MemorySegment onDevice);

    /**
     * Copies memory of the device to the host. The copy is complete on return.
     *
     * @param onDevice a part of what {@link #allocate} returned
     * @param host memory of the host of the same size, native or of an array
     */
    void download(MemorySegment onDevice, MemorySegment host);
}
