package keops.bindings;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects why each candidate was refused, and tells it as one paragraph: the loader's words for a file that is there,
 * and only the name for what the loader did not find, which is the ordinary case and has nothing to explain.
 */
final class Refusals {
    private final WantedLibrary wanted;
    private final LibrarySearch search;
    private final List<String> notFound = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    Refusals(WantedLibrary wanted, LibrarySearch search) {
        this.wanted = wanted;
        this.search = search;
    }

    void add(Candidate candidate, String reason) {
        boolean ordinary = candidate instanceof Candidate.Named && isNotFound(candidate.text(), reason);
        if (ordinary && search.setting().isEmpty()) {
            notFound.add(candidate.text());
        } else {
            refused.add(reason.startsWith(candidate.text()) ? reason : candidate.text() + ": " + reason);
        }
    }

    /** glibc's and musl's words name the library that is missing, which may be one that the candidate depends on. */
    private static boolean isNotFound(String name, String reason) {
        return (reason.endsWith("No such file or directory") && reason.contains(name))
                || reason.equals("Cannot open library: " + name); // all that the JDK says
    }

    String describe() {
        String cannot = wanted.title() + " cannot be opened: ";
        if (search.setting().isPresent()) {
            return cannot + String.join("; ", refused) + ". This is what " + search.setting().get()
                    + " names, and nothing else is tried while it is set.";
        }
        if (search.candidates().isEmpty()) {
            return cannot + "NVIDIA has none for this operating system.";
        }
        List<String> reasons = new ArrayList<>();
        if (!notFound.isEmpty()) {
            reasons.add("the loader does not find " + String.join(", ", notFound));
        }
        reasons.addAll(refused);
        return cannot + String.join("; ", reasons) + ". " + wanted.remedy()
                + ", or name the file with the system property " + wanted.property() + " or the environment variable "
                + wanted.variable() + ".";
    }

    static String withoutNativeAccess(WantedLibrary wanted, RuntimeException e) {
        return wanted.title() + " cannot be opened: this JVM does not let keops.bindings call native code ("
                + e.getMessage() + "). Run it with --enable-native-access=keops.bindings, or with"
                + " --enable-native-access=ALL-UNNAMED where the library is on the class path.";
    }
}
