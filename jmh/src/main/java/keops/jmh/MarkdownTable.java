package keops.jmh;

import java.util.Locale;

/** A Markdown table. */
final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();

    MarkdownTable(String... heads) {
        row((Object[]) heads);
        row((Object[]) "---,".repeat(heads.length).split(","));
    }

    /** Adds a row. */
    MarkdownTable row(Object... cells) {
        text.append('|');
        for (Object cell : cells) {
            text.append(' ').append(cell).append(" |");
        }
        text.append('\n');
        return this;
    }

    /** A number with a suitable number of digits. */
    static String number(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.2g";
        return String.format(Locale.ROOT, format, value);
    }

    /** A number, or a dash if there is none. */
    static String numberOrDash(boolean present, double value) {
        return present ? number(value) : "-";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
