package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import keops.error.FormulaException;

/**
 * A typed, shaped view of memory: an array of numbers with any number of axes, in C order (the last index runs
 * fastest), without gaps.
 *
 * {@snippet :
 * float[] points = new float[1000 * 3];
 * Tensor x = Tensor.of(points, 1000, 3);      // no copy: x sees what is written to the array
 * x.setDouble(0.5, 999, 2);                   // points[2999] == 0.5f
 * Tensor last = x.rows(900, 1000);            // float32 (100, 3), still the same memory
 * }
 *
 * <p>Type, shape and byte order never change. The memory belongs to its allocator and lives as long as its arena. It
 * may be native, mapped from a file, a Java array, or memory of a {@link Device}. All counts are {@code long}, so a
 * tensor may have more than 2^31 elements.
 *
 * <p>Threads may share a tensor. As with arrays, concurrent writes to the same elements must be synchronised by the
 * caller, and only its owner may access memory of a confined arena. Equality is identity, since the memory may change
 * at any time. {@link #contentEquals} and {@link #allClose} compare the numbers, and {@link #toString} shows some of
 * them.
 *
 * <p>The methods that access single elements throw as the segment does when its memory is inaccessible: {@link
 * IllegalStateException} after it was freed, {@link WrongThreadException} in a thread that does not own it, and {@link
 * IllegalArgumentException} on writes to read-only memory. {@link #requireReadable} and {@link #requireWritable} check
 * for this before any work is done.
 */
public final class Tensor extends TensorContents {
    private Tensor(MemorySegment segment, DType dtype, ByteOrder order, Shape shape, Device device) {
        super(segment, dtype, order, shape, device);
    }

    /**
     * A view of the first bytes of a segment, in the byte order of this machine. Nothing is copied.
     *
     * @param segment native, mapped or heap memory of at least as many bytes as the shape needs; the rest is never
     *     accessed
     * @param shape the size along each axis, 0 or more; none for rank 0, which has one element
     * @throws FormulaException if a size is negative, the sizes overflow, the segment is too small, or it is not
     *     aligned to the size of an element
     */
    public static Tensor of(MemorySegment segment, DType dtype, long... shape) {
        return new Tensor(segment, dtype, ByteOrder.nativeOrder(), Shape.of(shape), null);
    }

    /** The same view as {@link #of(MemorySegment, DType, long...)}, of elements in the given byte order. */
    public static Tensor of(MemorySegment segment, DType dtype, ByteOrder order, long... shape) {
        return new Tensor(segment, dtype, order, Shape.of(shape), null);
    }

    /**
     * A float32 view of a Java array. Nothing is copied: writes to the array are seen in the tensor and vice versa.
     *
     * @param shape sizes whose product is the length of the array; none for rank 1, shape (length)
     * @throws FormulaException if the shape does not have as many elements
     */
    public static Tensor of(float[] data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofArray(data), DType.FLOAT32, data.length, shape);
    }

    /** A float64 view of a Java array, as {@link #of(float[], long...)} gives a float32 view. */
    public static Tensor of(double[] data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofArray(data), DType.FLOAT64, data.length, shape);
    }

    /** An int32 view of a Java array, as {@link #of(float[], long...)} gives a float32 view. */
    public static Tensor of(int[] data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofArray(data), DType.INT32, data.length, shape);
    }

    /** An int64 view of a Java array, as {@link #of(float[], long...)} gives a float32 view. */
    public static Tensor of(long[] data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofArray(data), DType.INT64, data.length, shape);
    }

    /**
     * A float32 view of a buffer from its position to its limit, in its byte order. Nothing is copied; the view of a
     * read-only buffer is read-only. The position and the limit of the buffer do not change.
     *
     * @param shape sizes whose product is the number of floats that remain; none for rank 1
     * @throws FormulaException if the shape does not have as many elements, or they are not aligned, as in a view of a
     *     byte buffer over an array
     */
    public static Tensor of(FloatBuffer data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofBuffer(data), DType.FLOAT32, data.order(), data.remaining(), shape);
    }

    /** A float64 view of a buffer, as {@link #of(FloatBuffer, long...)} gives a float32 view. */
    public static Tensor of(DoubleBuffer data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofBuffer(data), DType.FLOAT64, data.order(), data.remaining(), shape);
    }

    /** An int32 view of a buffer, as {@link #of(FloatBuffer, long...)} gives a float32 view. */
    public static Tensor of(IntBuffer data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofBuffer(data), DType.INT32, data.order(), data.remaining(), shape);
    }

    /** An int64 view of a buffer, as {@link #of(FloatBuffer, long...)} gives a float32 view. */
    public static Tensor of(LongBuffer data, long... shape) {
        Objects.requireNonNull(data, "data is null");
        return JavaArrays.view(MemorySegment.ofBuffer(data), DType.INT64, data.order(), data.remaining(), shape);
    }

    /**
     * A view of the bytes of a buffer as elements of a type, as {@link #of(FloatBuffer, long...)} gives a float32 view.
     * A direct or mapped buffer is aligned if its position is; one over a {@code byte[]} never is.
     *
     * @throws FormulaException if the remaining bytes are not a whole number of elements; otherwise as for the float32
     *     view
     */
    public static Tensor of(ByteBuffer data, DType dtype, long... shape) {
        Objects.requireNonNull(data, "data is null");
        Objects.requireNonNull(dtype, "dtype is null");
        if (data.remaining() % dtype.bytes() != 0) {
            throw new FormulaException("a buffer of " + data.remaining() + " bytes is no whole number of " + dtype
                    + " of " + dtype.bytes() + " bytes each");
        }
        return JavaArrays.view(
                MemorySegment.ofBuffer(data), dtype, data.order(), data.remaining() / dtype.bytes(), shape);
    }

    /**
     * A float16 or bfloat16 view of a Java array of bits, as {@link #of(float[], long...)} gives a float32 view.
     *
     * @param dtype the type whose bits they are
     * @throws FormulaException if it is another type, or the shape is not one for so many elements
     */
    public static Tensor of(short[] bits, DType dtype, long... shape) {
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(bits, "bits is null");
        if (dtype.bytes() != Short.BYTES) {
            throw new FormulaException("a short[] holds the bits of float16 or bfloat16, but not of " + dtype);
        }
        return JavaArrays.view(MemorySegment.ofArray(bits), dtype, bits.length, shape);
    }

    /**
     * A float32 copy, of shape (rows, columns), of a matrix. Its memory is native and freed by the garbage collector.
     *
     * @throws FormulaException if the rows differ in length; the message names the row
     */
    public static Tensor of(float[][] rows) {
        return JavaArrays.of(rows);
    }

    /** A float64 copy of a matrix, as {@link #of(float[][])} gives a float32 copy. */
    public static Tensor of(double[][] rows) {
        return JavaArrays.of(rows);
    }

    /** An int32 copy of a matrix, as {@link #of(float[][])} gives a float32 copy. */
    public static Tensor of(int[][] rows) {
        return JavaArrays.of(rows);
    }

    /** An int64 copy of a matrix, as {@link #of(float[][])} gives a float32 copy. */
    public static Tensor of(long[][] rows) {
        return JavaArrays.of(rows);
    }

    /**
     * A new tensor of rank 1, for parameters: {@code Tensor.vector(DType.FLOAT32, 0.25)}.
     *
     * @param values rounded to the nearest number of the type
     * @throws FormulaException if a value is beyond the range of the type, or not a whole number where the type is one
     *     of integers
     */
    public static Tensor vector(DType dtype, double... values) {
        return JavaArrays.vector(dtype, values);
    }

    /**
     * A new tensor of zeros in native memory, aligned to 64 bytes, that lives as long as the arena.
     *
     * @throws FormulaException if a size is negative, the sizes overflow, or the arena is closed or confined to another
     *     thread
     * @throws OutOfMemoryError if there is not so much native memory; the message names the shape and the bytes
     */
    public static Tensor allocate(Arena arena, DType dtype, long... shape) {
        Objects.requireNonNull(arena, "arena is null");
        Objects.requireNonNull(dtype, "dtype is null");
        Shape checked = Shape.of(shape);
        return new Tensor(Memory.allocate(arena, dtype, checked), dtype, ByteOrder.nativeOrder(), checked, null);
    }

    /**
     * A new tensor in the memory of a device that lives as long as the arena. Its elements are undefined.
     *
     * @throws FormulaException if a size is negative or the sizes overflow
     * @throws keops.error.DeviceException if the device does not have enough memory
     */
    public static Tensor allocate(Device device, Arena arena, DType dtype, long... shape) {
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(dtype, "dtype");
        Shape checked = Shape.of(shape);
        return new Tensor(device.allocate(arena, checked.byteSize(dtype)), dtype, ByteOrder.nativeOrder(),
                checked, device);
    }

    /** The type of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** The size along each axis, as a new array. */
    public long[] shape() {
        return shape.sizes();
    }

    /** The number of axes. */
    public int rank() {
        return shape.rank();
    }

    /** The size along one axis, counted from 0; an {@link IndexOutOfBoundsException} if there is no such axis. */
    public long size(int axis) {
        return shape.size(axis);
    }

    /** The number of elements: the product of the sizes. */
    public long count() {
        return shape.count();
    }

    /**
     * The number of elements of a tensor of this shape.
     *
     * @throws FormulaException if a size is negative or the number does not fit into a {@code long}
     */
    public static long count(long[] shape) {
        return Shape.of(shape).count();
    }

    /** The number of bytes: the number of elements times the size of one. */
    public long byteSize() {
        return memory.byteSize();
    }

    /** The byte order of the elements in memory. */
    public ByteOrder order() {
        return order;
    }

    /**
     * The memory: exactly {@link #byteSize()} bytes on the host; for memory of a device a segment without bytes, so
     * that an access fails, at the address that the memory has there.
     */
    public MemorySegment segment() {
        return device == null ? memory : memory.asSlice(0, 0);
    }

    /** The device that has the memory; empty for the host. */
    public Optional<Device> device() {
        return Optional.ofNullable(device);
    }

    /** Whether the memory of this tensor and of another overlap. */
    public boolean overlaps(Tensor other) {
        Objects.requireNonNull(other, "other");
        return Objects.equals(device, other.device) && memory.asOverlappingSlice(other.memory).isPresent();
    }

    /**
     * Checks that the calling thread may read the elements now.
     *
     * @param what how messages refer to this tensor, as in {@code argument 2 (y)}; it begins the message
     * @throws FormulaException if the memory is a device's, has been freed, or is confined to another thread
     */
    public void requireReadable(String what) {
        requireOnHost(what);
        Memory.requireReadable(memory, Objects.requireNonNull(what, "what is null"));
    }

    /**
     * Checks that the calling thread may write the elements now.
     *
     * @param what how messages refer to this tensor, as in {@code the output}; it begins the message
     * @throws FormulaException if the memory is a device's, has been freed, is confined to another thread, or is
     *     read-only
     */
    public void requireWritable(String what) {
        requireOnHost(what);
        Memory.requireWritable(memory, Objects.requireNonNull(what, "what is null"));
    }

    /**
     * Checks that the memory, of the host or of a device, has not been freed and may be accessed by the calling thread.
     *
     * @param what how messages refer to this tensor; it begins the message
     * @throws FormulaException if the memory has been freed or is confined to another thread
     */
    public void requireAlive(String what) {
        Memory.requireReadable(memory, Objects.requireNonNull(what, "what is null"));
    }

    /**
     * Like {@link #requireAlive(String)}, for a message that is costly to build.
     *
     * @param what how messages refer to this tensor; called only if the check fails
     * @throws FormulaException if the memory has been freed or is confined to another thread
     */
    public void requireAlive(Supplier<String> what) {
        Memory.requireReadable(memory, Objects.requireNonNull(what, "what is null"));
    }

    /**
     * Whether every thread may access the memory. This is true for heap memory and for memory of shared, automatic and
     * global arenas, and false for memory of a confined arena.
     */
    public boolean isAccessibleByAllThreads() {
        return Memory.isAccessibleByAllThreads(memory);
    }

    /**
     * A view of the rows from {@code from}, inclusive, to {@code to}, exclusive: a slice along axis 0.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= size(0)}
     * @throws FormulaException if this tensor has rank 0
     */
    public Tensor rows(long from, long to) {
        if (rank() == 0) {
            throw new FormulaException("the tensor " + description() + " has no rows: its rank is 0");
        }
        if (from < 0 || to < from || to > size(0)) {
            throw new IndexOutOfBoundsException("the tensor " + description() + " has no rows from " + from
                    + " to " + to);
        }
        long rowBytes = size(0) == 0 ? 0 : byteSize() / size(0);
        return new Tensor(memory.asSlice(from * rowBytes), dtype, order, shape.withRows(to - from), device);
    }

    /**
     * A view of the same memory in another shape with as many elements; no sizes give rank 0.
     *
     * @throws FormulaException if the shape does not have as many elements
     */
    public Tensor reshape(long... sizes) {
        Shape other = Shape.of(sizes);
        if (other.count() != count()) {
            throw new FormulaException("the tensor " + description() + " has " + count()
                    + " elements, but the shape " + other
                    + " has " + other.count());
        }
        return new Tensor(memory, dtype, order, other, device);
    }

    /**
     * Copies the elements of another tensor into this one, in C order. The byte orders may differ, the shapes too.
     *
     * @return this tensor
     * @throws FormulaException if the types or the numbers of elements differ, or the memory is inaccessible
     * @throws keops.error.DeviceException if a copy from or to a device fails
     */
    public Tensor copyFrom(Tensor source) {
        Objects.requireNonNull(source, "source is null");
        if (source.dtype != dtype || source.count() != count()) {
            throw new FormulaException("the tensor " + source.description() + " cannot be copied to the tensor "
                    + description()
                    + ": both need the same type and the same number of elements");
        }
        Transfers.copy(source, this);
        return this;
    }

    /**
     * A copy in the memory of a device, freed by the garbage collector.
     *
     * @throws FormulaException if the elements cannot be read
     * @throws keops.error.DeviceException if the device does not have enough memory
     */
    public Tensor to(Device target) {
        return to(target, Arena.ofAuto());
    }

    /** A copy in the memory of a device that lives as long as the arena; else like {@link #to(Device)}. */
    public Tensor to(Device target, Arena arena) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(arena, "arena");
        return allocate(target, arena, dtype, shape.sizes()).copyFrom(this);
    }

    /**
     * A copy in native memory of the host, in the byte order of this machine, that lives as long as the arena.
     *
     * @throws FormulaException if the elements cannot be read
     */
    public Tensor toHost(Arena arena) {
        return allocate(arena, dtype, shape.sizes()).copyFrom(this);
    }

    /**
     * A copy in a floating type, in native memory of the host that lives as long as the arena. Numbers are rounded to
     * nearest, ties to even, and become infinite beyond the range of the type.
     *
     * @throws FormulaException if the type is one of integers, or the elements cannot be read
     */
    public Tensor converted(DType type, Arena arena) {
        Objects.requireNonNull(type, "type");
        if (!type.isFloating()) {
            throw new FormulaException("the tensor " + description() + " cannot be converted to " + type
                    + ": expected a floating-point type");
        }
        requireReadable("the tensor " + description());
        Tensor result = allocate(arena, type, shape.sizes());
        for (long k = 0; k < count(); k++) {
            result.setDoubleAt(k, doubleAt(k));
        }
        return result;
    }
}
