package keops.cache;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How bytes come to rest on a disk; tests put one in its place that is full. */
interface Disk {
    /** The disk of this machine. */
    Disk LOCAL = (file, bytes) -> {
        Files.createFile(file, Permissions.ofFile(file));
        try (var out = new FileOutputStream(file.toFile())) {
            out.write(bytes);
            out.getFD().sync();
        }
    };

    /** Writes a new file, and returns when it would be there after a loss of power. */
    void write(Path file, byte[] bytes) throws IOException;

    /** Does the same for the names in a folder, where the system can. */
    static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some systems cannot open folders. A name that is lost costs a compilation.
        }
    }
}
