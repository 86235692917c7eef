package keops.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether another user could have written a file. On systems with owners and permissions a trusted file belongs to this
 * user or the superuser, is not a link, and is writable by its owner alone. On other systems, the folders of a user's
 * profile are protected by the system.
 */
final class Trust {
    private static final int SUPERUSER = 0;
    /** The user if it is unknown: then only files of the superuser are trusted. */
    private static final int NOBODY = -1;
    private static final int LINK = 0120000;
    private static final int TYPE = 0170000;
    private static final int OTHERS_WRITE = 0022;

    private final OptionalInt user;

    /** The files that a user trusts, given by number; without a number nothing is checked. */
    Trust(OptionalInt user) {
        this.user = user;
    }

    /** The files that the user of this process trusts. */
    static Trust ofThisUser() {
        return OfThisUser.TRUST;
    }

    private static final class OfThisUser {
        static final Trust TRUST = new Trust(user());

        private static OptionalInt user() {
            if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
                return OptionalInt.empty();
            }
            try {
                return OptionalInt.of(ownerOfNewFile());
            } catch (IOException e) {
                return OptionalInt.of(NOBODY);
            }
        }

        /** The owner of a new file: the JDK has no other way to find the user's number. */
        private static int ownerOfNewFile() throws IOException {
            try {
                Path file = Files.createTempFile("keops", ".user");
                try {
                    return owner(file);
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                return owner(Path.of("/proc/self"));
            }
        }

        private static int owner(Path path) throws IOException {
            return (Integer) Files.getAttribute(path, "unix:uid");
        }
    }

    /** Why a file or folder is not trusted, and what to do; empty if it is trusted. */
    Optional<String> refusal(Path path) throws IOException {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> attributes = Files.readAttributes(path, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int owner = (Integer) attributes.get("uid");
        int mode = (Integer) attributes.get("mode");
        if ((mode & TYPE) == LINK) {
            return Optional.of(path + " is a symbolic link: remove it");
        }
        if (owner != user.getAsInt() && owner != SUPERUSER) {
            return Optional.of(path + " belongs to user " + owner + " and not to this user, " + user.getAsInt()
                    + ": remove it, or choose another folder");
        }
        return (mode & OTHERS_WRITE) == 0
                ? Optional.empty()
                : Optional.of(path + " can be written by other users: remove it, or, if you trust what is there, run"
                        + " chmod -R go-w");
    }
}
