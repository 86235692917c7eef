package keops.cachetool;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keops.cache.Entry;
import keops.error.CacheException;
import keops.text.SourceText;

/** Finds entries by prefixes of their keys. */
record Keys(CacheCommand command) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{1,64}");
    private static final int MOST_NAMED = 5;

    /**
     * The entry whose key begins with the given digits.
     *
     * @throws picocli.CommandLine.ParameterException if the text cannot be the beginning of a key
     * @throws CacheException if there is none or more than one
     */
    Entry one(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw command.badUse("a key, or its beginning, is up to 64 digits 0 to 9 and a to f, but '"
                    + SourceText.printable(text) + "' came");
        }
        List<Entry> found = command.root().inventory().startingWith(text);
        if (found.isEmpty()) {
            throw new CacheException("there is no kernel whose key begins with " + text
                    + "; 'keops-cache list' shows all");
        }
        if (found.size() > 1) {
            throw new CacheException(found.size() + " kernels have a key that begins with " + text + ": "
                    + found.stream().limit(MOST_NAMED).map(Entry::key).map(EntryTable::shortKey)
                            .collect(Collectors.joining(", ")) + (found.size() > MOST_NAMED ? ", ..." : ""));
        }
        return found.getFirst();
    }
}
