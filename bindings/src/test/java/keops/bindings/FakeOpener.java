package keops.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens what it was told to, without a loader, and writes down what it was asked for. A library has any symbol. */
final class FakeOpener implements LibraryOpener {
    static final MemorySegment SYMBOL = MemorySegment.ofAddress(0x1000);

    private final Set<String> there = new HashSet<>();
    private final List<String> asked = new ArrayList<>();

    static FakeOpener with(Object... there) {
        FakeOpener opener = new FakeOpener();
        Arrays.stream(there).map(Object::toString).forEach(opener.there::add);
        return opener;
    }

    @Override
    public synchronized SymbolLookup open(String text) throws OpeningException {
        asked.add(text);
        if (!there.contains(text)) {
            throw new OpeningException(
                    Path.of(text).isAbsolute()
                            ? text + ": file too short"
                            : text + ": cannot open shared object file: No such file or directory");
        }
        return _ -> Optional.of(SYMBOL);
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }
}
