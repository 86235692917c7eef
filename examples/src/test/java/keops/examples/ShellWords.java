package keops.examples;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The words of a command as it stands in the documentation. */
final class ShellWords {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private ShellWords() {}

    /** The arguments of a command; files of the repository are found from its root. */
    static Object[] of(String command, Path root) {
        return WORD.matcher(command.replace("\\\n", " ")).results()
                .skip(1)
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .map(word -> word.startsWith("src/") ? root.resolve(word).toString() : word)
                .toArray();
    }
}
