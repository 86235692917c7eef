package keops.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/** Opens libraries through the JDK, which tells that it failed but not why. */
final class JdkOpener implements LibraryOpener {
    @Override
    @SuppressWarnings("restricted") // opening native code is what this class is for
    public SymbolLookup open(String text) throws OpeningException {
        try {
            return SymbolLookup.libraryLookup(text, Arena.global()); // global: never unloaded
        } catch (IllegalArgumentException e) {
            throw new OpeningException(e.getMessage());
        }
    }
}
