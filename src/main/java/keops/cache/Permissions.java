package keops.cache;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that the owner alone may use, where the file system knows owners. */
final class Permissions {
    private Permissions() {}

    static FileAttribute<?>[] ofFolder(Path path) {
        return of(path, "rwx------");
    }

    static FileAttribute<?>[] ofFile(Path path) {
        return of(path, "rw-------");
    }

    private static FileAttribute<?>[] of(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
