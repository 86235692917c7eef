package keops.examples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keops.error.FormulaException;

/**
 * The value of an argument on the command line: a list of numbers, or the name of a file. A list of numbers is never
 * taken for a file: {@code ./1} is the file named {@code 1}.
 */
sealed interface Given {
    /** The values of a parameter, written on the command line. */
    record Numbers(List<Double> values) implements Given {}

    /** Numbers in a file. */
    sealed interface File extends Given {
        /** The file. */
        Path path();
    }

    /**
     * A .npy file, or an array in a .npz file.
     *
     * @param path the file
     * @param member the name of the array in a .npz file; empty if none is named
     */
    record Npy(Path path, String member) implements File {
        /** Whether the file has named arrays. */
        boolean isArchive() {
            return path.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
        }

        /** The text of the user. */
        @Override
        public String toString() {
            return member.isEmpty() ? path.toString() : path + ":" + member;
        }
    }

    /**
     * Columns of a .csv file.
     *
     * @param path the file
     * @param columns the names or numbers of the columns, in order; empty for all
     */
    record Csv(Path path, List<String> columns) implements File {
        /** The text of the user, or nearly. */
        @Override
        public String toString() {
            return columns.isEmpty() ? path.toString() : path + ":" + String.join(",", columns);
        }
    }

    /** Parses the text of the user. */
    static Given parse(String text) {
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        if (Arrays.stream(parts).allMatch(NumberText::isDecimal)) {
            return new Numbers(Arrays.stream(parts).map(Given::number).toList());
        }
        try {
            Matcher inArchive = Syntax.MEMBER.matcher(text);
            if (inArchive.matches()) {
                return new Npy(Path.of(inArchive.group(1)), inArchive.group(2));
            }
            Matcher inText = Syntax.COLUMNS.matcher(text);
            if (inText.matches()) {
                String columns = inText.group(2);
                return new Csv(Path.of(inText.group(1)), columns == null ? List.of() : CsvInput.fields(columns));
            }
            return new Npy(Path.of(text), "");
        } catch (InvalidPathException e) {
            throw new FormulaException("'" + text + "' is neither a list of numbers nor the name of a file", e);
        }
    }

    private static double number(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new FormulaException("the number " + text + " is too large");
        }
        return value;
    }

    /** The syntax of parts of files. */
    final class Syntax {
        /** Columns of a .csv file, as in {@code data.csv:lat,lon}, or all. */
        private static final Pattern COLUMNS = Pattern.compile("(.+?\\.[cC][sS][vV])(?::(.+))?");

        /** An array in a .npz file, as in {@code data.npz:x}. */
        private static final Pattern MEMBER = Pattern.compile("(.+\\.[nN][pP][zZ]):(.+)");

        private Syntax() {}
    }
}
