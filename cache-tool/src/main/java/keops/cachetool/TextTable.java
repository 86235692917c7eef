package keops.cachetool;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.text.SourceText;

/** A table of text, with columns as wide as their contents. */
final class TextTable {
    private static final String GAP = "  ";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    /** The alignment of a column. */
    enum Side {
        /** Left, for names. */
        LEFT,
        /** Right, for numbers. */
        RIGHT
    }

    /** A column with its heading. */
    record Column(String head, Side side) {
        static Column left(String head) {
            return new Column(head, Side.LEFT);
        }

        static Column right(String head) {
            return new Column(head, Side.RIGHT);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** Constructs a table without rows. */
    TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row, with a text for each column. Control characters are removed. */
    void add(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(columns.size() + " columns, but " + cells.length + " cells");
        }
        rows.add(List.of(cells).stream().map(SourceText::printable).toList());
    }

    /** Prints headings and rows. */
    void print(PrintWriter out, boolean colour) {
        List<String> heads = columns.stream().map(Column::head).toList();
        int[] widths = IntStream.range(0, columns.size())
                .map(k -> Stream.concat(Stream.of(heads), rows.stream())
                        .mapToInt(row -> row.get(k).length())
                        .max()
                        .orElse(0))
                .toArray();
        out.println(colour ? BOLD + line(heads, widths) + PLAIN : line(heads, widths));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(k -> {
                    String blanks = " ".repeat(widths[k] - cells.get(k).length());
                    return columns.get(k).side() == Side.RIGHT ? blanks + cells.get(k) : cells.get(k) + blanks;
                })
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
