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
 * What the user gave for an argument: a list of numbers, or else the name of a file. A text of numbers is always numbers,
 * whatever files there are: {@code ./1} is the file of the name {@code 1}.
 */
sealed interface Given {
    /** The values of a parameter, written on the command line. */
    record Numbers(List<Double> values) implements Given {}

    /**
     * A .npy file, or an array in a .npz file.
     *
     * @param path the file
     * @param member the name of the array in a .npz file; empty where none is named
     */
    record File(Path path, String member) implements Given {
        /** Whether the file has arrays with names. */
        boolean isArchive() {
            return path.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
        }

        /** As the user wrote it. */
        @Override
        public String toString() {
            return member.isEmpty() ? path.toString() : path + ":" + member;
        }
    }

    /** Tells the two apart. */
    static Given parse(String text) {
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        if (Arrays.stream(parts).allMatch(Syntax.NUMBER.asMatchPredicate())) {
            return new Numbers(Arrays.stream(parts).map(Given::number).toList());
        }
        try {
            Matcher inArchive = Syntax.MEMBER.matcher(text);
            return inArchive.matches()
                    ? new File(Path.of(inArchive.group(1)), inArchive.group(2))
                    : new File(Path.of(text), "");
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

    /** How a number is written. */
    final class Syntax {
        private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

        /** An array in a .npz file, as in {@code data.npz:x}. */
        private static final Pattern MEMBER = Pattern.compile("(.+\\.[nN][pP][zZ]):(.+)");

        private Syntax() {}
    }
}
