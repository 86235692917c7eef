package keops.examples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import keops.error.FormulaException;

/**
 * What the user gave for an argument: a list of numbers, or else the name of a file. A text of numbers is always numbers,
 * whatever files there are: {@code ./1} is the file of the name {@code 1}.
 */
sealed interface Given {
    /** The values of a parameter, written on the command line. */
    record Numbers(List<Double> values) implements Given {}

    /** A .npy file. */
    record File(Path path) implements Given {}

    /** Tells the two apart. */
    static Given parse(String text) {
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        if (Arrays.stream(parts).allMatch(Syntax.NUMBER.asMatchPredicate())) {
            return new Numbers(Arrays.stream(parts).map(Given::number).toList());
        }
        try {
            return new File(Path.of(text));
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

        private Syntax() {}
    }
}
