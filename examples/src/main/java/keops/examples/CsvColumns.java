package keops.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keops.error.FormulaException;

/**
 * The selected columns of a .csv file, in order.
 *
 * @param names the names of all columns; their numbers if there is no header
 * @param chosen the indices of the selected columns, from 0
 */
record CsvColumns(List<String> names, List<Integer> chosen) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");
    private static final int MOST_NAMES = 20;

    /** All columns. */
    static CsvColumns all(List<String> names) {
        return new CsvColumns(names, IntStream.range(0, names.size()).boxed().toList());
    }

    /** The columns that the user wants: each by its name, by its number from 1, or in a range such as {@code 3-5}. */
    static CsvColumns of(List<String> names, List<String> wanted) {
        var chosen = new ArrayList<Integer>();
        for (String one : wanted) {
            int place = names.indexOf(one);
            if (place != names.lastIndexOf(one)) {
                throw new FormulaException("there are several columns '" + one
                        + "': numbers tell them apart, which are " + String.join(", ", places(names, one)));
            }
            if (place >= 0) {
                chosen.add(place);
            } else {
                chosen.addAll(numbered(names, one));
            }
        }
        return new CsvColumns(names, List.copyOf(chosen));
    }

    private static List<String> places(List<String> names, String name) {
        return IntStream.range(0, names.size())
                .filter(k -> names.get(k).equals(name))
                .mapToObj(k -> Integer.toString(k + 1))
                .toList();
    }

    private static List<Integer> numbered(List<String> names, String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (from >= 1 && from <= to && to <= names.size()) {
                return IntStream.range(from - 1, to).boxed().toList();
            }
        }
        String known = names.stream().limit(MOST_NAMES).map(NumberText::shortened).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
        throw new FormulaException("there is no column '" + text + "'; there are: " + known);
    }
}
