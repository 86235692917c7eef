package keops.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import keops.error.FormulaException;

/**
 * The arrays of a .npz file, an archive of .npy files, which {@code numpy.savez} and {@code numpy.savez_compressed}
 * write.
 *
 * <p>A malformed file is a {@link FormulaException} that names the file; a failure to read it is an {@link
 * IOException}. All methods may be called by many threads at once.
 */
public final class Npz {
    private static final String SUFFIX = ".npy";
    private static final int CHUNK_BYTES = 1 << 20;
    /** The largest number of bytes that DEFLATE can encode in one. */
    private static final long LARGEST_RATIO = 1032;

    private Npz() {}

    /**
     * The names of the arrays, in the order of the file.
     *
     * @throws FormulaException if the file is no archive
     * @throws IOException if the file cannot be read
     */
    public static List<String> names(Path file) throws IOException {
        try (ZipFile archive = open(file)) {
            return names(archive);
        }
    }

    private static List<String> names(ZipFile archive) {
        return archive.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .toList();
    }

    /**
     * A copy of one array, read-only, of the types that {@link Npy#map} reads, which lives as long as the arena.
     *
     * @param name its name; the suffix .npy may be left out
     * @throws FormulaException if there is no such array, in which case the message lists all names; if it cannot be
     *     read as a tensor, or if the arena is closed or confined to another thread
     * @throws IOException if the file cannot be read
     */
    public static Tensor read(Path file, String name, Arena arena) throws IOException {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(arena, "arena is null");
        try (ZipFile archive = open(file)) {
            ZipEntry entry = archive.getEntry(name + SUFFIX);
            entry = entry == null && name.endsWith(SUFFIX) ? archive.getEntry(name) : entry;
            if (entry == null) {
                throw new FormulaException(file + ": there is no array '" + name + "', but there are: "
                        + String.join(", ", names(archive)));
            }
            try (var in = new CheckedInputStream(archive.getInputStream(entry), new CRC32())) {
                return read(in, entry, file + ":" + name, arena);
            }
        } catch (ZipException | EOFException e) {
            throw damaged(file, e);
        }
    }

    private static Tensor read(CheckedInputStream in, ZipEntry entry, String file, Arena arena) throws IOException {
        NpyHeader header = NpyHeader.read((_, bytes) -> ByteBuffer.wrap(in.readNBytes(bytes)), file);
        if (entry.getSize() / LARGEST_RATIO > entry.getCompressedSize()) {
            throw new FormulaException(file + ": the archive is damaged: " + entry.getCompressedSize()
                    + " bytes cannot become " + entry.getSize());
        }
        long dataBytes = header.checkDataBytes(entry.getSize(), file);
        try (Arena whileReading = Arena.ofConfined()) {
            MemorySegment raw = whileReading.allocate(dataBytes, Long.BYTES);
            byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, dataBytes)];
            for (long done = 0; done < dataBytes; ) {
                int read = in.read(chunk, 0, (int) Math.min(chunk.length, dataBytes - done));
                if (read < 0) {
                    throw new FormulaException(file + ": the archive is damaged: it ends within the array");
                }
                MemorySegment.copy(chunk, 0, raw, ValueLayout.JAVA_BYTE, done, read);
                done += read;
            }
            // Unlike ZipInputStream, ZipFile does not verify checksums.
            if (in.read() >= 0 || in.getChecksum().getValue() != entry.getCrc()) {
                throw new FormulaException(file + ": the archive is damaged: its checksum is another one");
            }
            return NpyData.copy(raw, header, file, arena);
        }
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(Objects.requireNonNull(file, "file is null").toFile());
        } catch (ZipException e) {
            throw damaged(file, e);
        }
    }

    private static FormulaException damaged(Path file, IOException e) {
        return new FormulaException(file + ": not a .npz file, or a damaged one: "
                + (e.getMessage() == null ? "it ends too early" : e.getMessage()), e);
    }
}
