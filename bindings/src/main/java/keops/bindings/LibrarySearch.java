package keops.bindings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is tried, in order. A user who names a file gets that file or an error, never another one: a machine has several
 * NVRTCs more often than one would think, and a silent second choice costs an afternoon.
 *
 * @param setting what named the only candidate, as in {@code "the system property keops.cuda.library"}; empty where the
 *     usual places are searched
 * @param candidates what to try; of several paths to one file only the first
 */
record LibrarySearch(Optional<String> setting, List<Candidate> candidates) {
    LibrarySearch {
        candidates = List.copyOf(candidates);
    }

    static LibrarySearch of(WantedLibrary wanted, Host host) {
        Optional<String> property = host.property(wanted.property());
        if (property.isPresent()) {
            return only(wanted, "the system property " + wanted.property(), property.get());
        }
        Optional<String> variable = host.variable(wanted.variable());
        if (variable.isPresent()) {
            return only(wanted, "the environment variable " + wanted.variable(), variable.get());
        }
        return new LibrarySearch(Optional.empty(), withoutRepetitions(wanted.places().apply(host)));
    }

    /** A value with a folder in it is a file, one without is a name for the loader. */
    private static LibrarySearch only(WantedLibrary wanted, String setting, String value) {
        Candidate candidate = Host.path(value)
                .filter(path -> path.isAbsolute() || path.getNameCount() > 1)
                .<Candidate>map(path -> new Candidate.File(path, wanted.companions().apply(path)))
                .orElseGet(() -> new Candidate.Named(value));
        return new LibrarySearch(Optional.of(setting), List.of(candidate));
    }

    private static List<Candidate> withoutRepetitions(List<Candidate> candidates) {
        Set<Path> seen = new HashSet<>();
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean fresh = switch (candidate) {
                case Candidate.Named _ -> true;
                case Candidate.File file -> seen.add(realPath(file.path()));
            };
            if (fresh) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path; // a dangling link: the loader will say so
        }
    }
}
