package keops.cache;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Durable writes; tests substitute a disk that is full. */
interface Disk {
    /** The disk of this machine. */
    Disk LOCAL = (file, bytes) -> {
        Files.createFile(file, Permissions.ofFile(file));
        try (var out = new FileOutputStream(file.toFile())) {
            out.write(bytes);
            out.getFD().sync();
        }
    };

    /** Writes a new file, and returns when it would survive a loss of power. */
    void write(Path file, byte[] bytes) throws IOException;

    /** Makes the entries of a folder durable, if the system supports this. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some systems cannot open folders. A lost name costs one compilation.
        }
    }
}
