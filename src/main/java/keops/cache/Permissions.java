package keops.cache;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only the owner may access, if the file system has owners. */
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
