package keops.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;

/** The loader of the operating system: an interface, so that tests can watch what is opened, and in which order. */
interface LibraryOpener {
    /**
     * Opens a library for the rest of the process's life.
     *
     * @param text an absolute path, or a name for which the loader searches its own path
     * @throws OpeningException with the loader's own words, where it refuses
     */
    SymbolLookup open(String text) throws OpeningException;

    /** The file that a symbol came from, where the loader can tell. */
    default Optional<String> fileOf(MemorySegment symbol) {
        return Optional.empty();
    }

    /** The opener that can say most on this machine. */
    static LibraryOpener ofThisProcess() {
        return DynamicLoader.find().<LibraryOpener>map(loader -> loader).orElseGet(JdkOpener::new);
    }
}
