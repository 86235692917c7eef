package keops.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import keops.error.FormulaException;

/**
 * Tensors in files of NumPy's .npy format, which {@code numpy.save} writes and {@code numpy.load} reads.
 *
 * {@snippet :
 * try (Arena arena = Arena.ofShared()) {
 *     Tensor x = Npy.map(Path.of("points.npy"), arena);
 *     Npy.write(Path.of("first.npy"), x.rows(0, 100));
 * }
 * }
 *
 * <p>A malformed file is a {@link FormulaException} that names the file; a failure to read or write it (it does not
 * exist, the disk is full) is an {@link IOException}. All methods may be called by many threads at once.
 */
public final class Npy {
    private static final long CHUNK_BYTES = 1 << 22;

    private Npy() {}

    /**
     * Maps a file into memory, read-only: pages are read when they are first used. The tensor has the byte order of the
     * file and lives as long as the arena. The file must not be truncated meanwhile.
     *
     * <p>Versions 1.0, 2.0 and 3.0 of the format are read, of either byte order. Elements float16, float32, float64,
     * int32 and int64 in C order are mapped. Other types and orders are copied into the arena without loss: bool, int8,
     * int16, uint8 and uint16 become int32, and uint32 and uint64 become int64, where a number of 2^63 or more is an
     * error; data in Fortran order is transposed into C order. Data that is not aligned to the size of an element,
     * which NumPy never writes, is copied as well. The file ends with its data: an array that follows in the same file
     * is an error.
     *
     * @throws FormulaException if the file is not such a file, or the arena is closed or confined to another thread
     * @throws IOException if the file cannot be read
     */
    public static Tensor map(Path file, Arena arena) throws IOException {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(arena, "arena is null");
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FormulaException(file + ": not a .npy file: it is a folder or a device");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.read(
                    (position, bytes) -> NpyHeader.readFully(channel, position, bytes), file.toString());
            long dataBytes = header.checkDataBytes(channel.size(), file.toString());
            boolean isAsItShouldBe = header.element().isDirect() && !header.isFortran()
                    && header.dataOffset() % header.dtype().bytes() == 0;
            if (!isAsItShouldBe) {
                return copy(channel, header, dataBytes, file, arena);
            }
            MemorySegment data = channel.map(MapMode.READ_ONLY, header.dataOffset(), dataBytes, arena);
            return Tensor.of(data, header.dtype(), header.order(), header.shape().sizes());
        } catch (IllegalStateException | WrongThreadException e) {
            throw new FormulaException(file + ": cannot be mapped: the arena is "
                    + (e instanceof WrongThreadException ? "confined to another thread" : "closed"), e);
        }
    }

    /**
     * A copy of the array of a file, in the byte order of this machine, in memory that is freed by the garbage
     * collector. It can be written, and the file may change afterwards. For large files see {@link #map}.
     *
     * @throws FormulaException if the file is not such a file
     * @throws IOException if the file cannot be read
     */
    public static Tensor read(Path file) throws IOException {
        try (Arena whileCopying = Arena.ofConfined()) {
            return map(file, whileCopying).toHost(Arena.ofAuto());
        }
    }

    private static Tensor copy(FileChannel channel, NpyHeader header, long dataBytes, Path file, Arena arena)
            throws IOException {
        try (Arena whileCopying = Arena.ofConfined()) {
            MemorySegment raw = channel.map(MapMode.READ_ONLY, header.dataOffset(), dataBytes, whileCopying);
            return NpyData.copy(raw, header, file.toString(), arena);
        }
    }

    /**
     * Writes a tensor to a file, with little-endian elements: version 1.0 of the format (2.0 where the header is too
     * long for it, at thousands of axes), the data at a multiple of 64 bytes.
     *
     * <p>The file is replaced atomically: the bytes go to a new file in the same folder, which then takes the place of
     * the old one. On a failure the old file is unchanged. A symbolic link to a file stays one.
     *
     * @throws FormulaException if the tensor is bfloat16, which the format does not have, or cannot be read, or if the
     *     path names a folder or a device
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(tensor, "tensor is null").requireReadable("the tensor " + tensor.description());
        byte[] header = NpyHeader.encode(tensor.dtype(), Shape.of(tensor.shape()));
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FormulaException(file + ": cannot be written: it is a folder or a device");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "the folder " + folder + " does not exist");
        }
        Path temporary = folder.resolve(".keops-" + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                writeFully(channel, ByteBuffer.wrap(header));
                writeData(channel, tensor);
                // Without this, a loss of power after the move could leave an empty file of that name.
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes through a native buffer, which heap memory needs anyway and in which bytes are swapped if necessary. */
    private static void writeData(FileChannel channel, Tensor tensor) throws IOException {
        int elementBytes = tensor.dtype().bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK_BYTES, elementBytes);
            for (long done = 0; done < tensor.byteSize(); done += CHUNK_BYTES) {
                long bytes = Math.min(CHUNK_BYTES, tensor.byteSize() - done);
                MemorySegment.copy(
                        tensor.segment(), tensor.dtype().layout(tensor.order()), done,
                        chunk, tensor.dtype().layout(ByteOrder.LITTLE_ENDIAN), 0, bytes / elementBytes);
                writeFully(channel, chunk.asSlice(0, bytes).asByteBuffer());
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
