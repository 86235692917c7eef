package keops.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What became of the attempt to open a library: its symbols, or the reason why there are none. */
sealed interface Opening {
    record Opened(SymbolLookup symbols, String origin) implements Opening {}

    record Refused(String cause) implements Opening {}

    /** Tries what the search proposes until one opens. Whatever goes wrong ends in {@link Refused}. */
    static Opening attempt(WantedLibrary wanted, Host host, Supplier<LibraryOpener> openers) {
        LibrarySearch search = LibrarySearch.of(wanted, host);
        Refusals refusals = new Refusals(wanted, search);
        try {
            LibraryOpener opener = openers.get();
            for (Candidate candidate : search.candidates()) {
                try {
                    return open(candidate, wanted, opener);
                } catch (OpeningException e) {
                    refusals.add(candidate, e.getMessage());
                }
            }
            return new Refused(refusals.describe());
        } catch (IllegalCallerException | UnsupportedOperationException e) {
            return new Refused(Refusals.withoutNativeAccess(wanted, e));
        }
    }

    private static Opened open(Candidate candidate, WantedLibrary wanted, LibraryOpener opener)
            throws OpeningException {
        if (candidate instanceof Candidate.File file) {
            for (Path companion : file.companions()) {
                var _ = opener.open(companion.toString());
            }
        }
        SymbolLookup symbols = opener.open(candidate.text());
        Optional<MemorySegment> witness = symbols.find(wanted.witness());
        if (witness.isEmpty()) {
            throw new OpeningException("it has no symbol " + wanted.witness());
        }
        return new Opened(symbols, origin(candidate, opener, witness.get()));
    }

    private static String origin(Candidate candidate, LibraryOpener opener, MemorySegment witness) {
        return switch (candidate) {
            case Candidate.File file -> file.text();
            case Candidate.Named named -> opener.fileOf(witness).orElse(named.text());
        };
    }
}
