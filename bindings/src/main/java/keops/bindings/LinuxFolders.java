package keops.bindings;

/** The folder of Debian's libraries, which is named after the processor. */
final class LinuxFolders {
    private LinuxFolders() {}

    /** As in {@code usr/lib/x86_64-linux-gnu}. */
    static String multiarch(Host host) {
        return "usr/lib/" + processor(host) + "-linux-gnu";
    }

    /** The processor as the C world spells it, which is not always how Java does. */
    static String processor(Host host) {
        return host.architecture().equals("amd64") ? "x86_64" : host.architecture();
    }
}
