package keops.examples;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.CsvRecordHandler.CsvRecordHandlerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Reads tensors from .csv files: a row from each line, in float64. The first line is a header unless it consists of
 * numbers. A field that is missing or not a number is an error that names its place.
 */
final class CsvInput {
    private static final int MOST_COLUMNS = 1 << 20;
    private static final int MOST_CHARACTERS = 1 << 28;

    private final Path file;
    private final List<String> wanted;
    private final QuoteCount quotes;

    private CsvInput(Given.Csv given, QuoteCount quotes) {
        this.file = given.path();
        this.quotes = quotes;
        this.wanted = given.columns();
    }

    /**
     * Reads the selected columns, or all.
     *
     * @return of shape (rows, columns)
     */
    static Tensor read(Given.Csv given, Arena arena) throws IOException {
        if (Files.isDirectory(given.path())) {
            throw new FormulaException(given.path() + ": it is a folder");
        }
        // An interrupt closes a channel.
        try (var file = FileChannel.open(given.path(), StandardOpenOption.READ);
                var bytes = new QuoteCount(Channels.newInputStream(file));
                var records = reader().detectBomHeader(true)
                        .build(CsvRecordHandler.of(CsvInput::allowWideLines), bytes)) {
            return new CsvInput(given, bytes).numbers(records.iterator()).toTensor(arena);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new FormulaException(given.path() + ": " + reason(e), e);
        }
    }

    /** The reason of a failure, which is nested for the first line. */
    private static String reason(CsvParseException e) {
        return e.getCause() instanceof CsvParseException inner ? reason(inner) : e.getMessage();
    }

    private static void allowWideLines(CsvRecordHandlerBuilder handler) {
        handler.maxFields(MOST_COLUMNS).maxRecordSize(MOST_CHARACTERS);
    }

    /** The fields of one line, as a list of names. */
    static List<String> fields(String line) {
        return reader().ofSingleCsvRecord(line).getFields().stream().map(String::strip).toList();
    }

    /** A reader that accepts lines of different lengths, which are reported by this class. */
    private static CsvReaderBuilder reader() {
        return CsvReader.builder().skipEmptyLines(false).allowExtraFields(true).allowMissingFields(true);
    }

    private NumberRows numbers(Iterator<CsvRecord> records) {
        if (!records.hasNext()) {
            throw error("it is empty");
        }
        CsvRecord first = records.next();
        requireClosedQuote(first, records.hasNext());
        CsvColumns columns = columns(first);
        var rows = new NumberRows(columns.chosen().size());
        CsvRecord empty = null;
        if (!isHeader(first)) {
            add(first, columns, rows);
        }
        while (records.hasNext()) {
            CsvRecord line = records.next();
            requireClosedQuote(line, records.hasNext());
            boolean isEmpty = columns.names().size() > 1 && line.getFieldCount() == 1 && line.getField(0).isBlank();
            if (empty != null && !isEmpty) {
                throw error(empty, "an empty line among others");
            }
            if (isEmpty) {
                empty = line;
            } else {
                add(line, columns, rows);
            }
        }
        if (rows.count() == 0) {
            throw error("it has a header, and no numbers below it");
        }
        return rows;
    }

    /** A quote that is not closed takes all that comes after it into one field, the last of the file. */
    private void requireClosedQuote(CsvRecord line, boolean isFollowed) {
        String last = line.getField(line.getFieldCount() - 1);
        if (!isFollowed && quotes.isOdd() && (last.contains("\n") || last.contains("\r"))) {
            throw error(line, "a quote (\") is opened and not closed");
        }
    }

    private CsvColumns columns(CsvRecord first) {
        if (first.getFieldCount() == 1 && first.getField(0).matches("[^;\t]*[;\t].*")) {
            throw error(first,
                    "the columns seem to be separated by " + (first.getField(0).contains(";") ? "';'" : "tabs")
                    + ", but commas are expected");
        }
        List<String> names = isHeader(first)
                ? first.getFields().stream().map(CsvInput::oneLine).toList()
                : IntStream.rangeClosed(1, first.getFieldCount()).mapToObj(Integer::toString).toList();
        try {
            return wanted.isEmpty() ? CsvColumns.all(names) : CsvColumns.of(names, wanted);
        } catch (FormulaException e) {
            throw error(e.getMessage());
        }
    }

    private static boolean isHeader(CsvRecord first) {
        return first.getFields().stream().anyMatch(text -> !text.isBlank() && NumberText.parse(text.strip()).isEmpty());
    }

    private void add(CsvRecord line, CsvColumns columns, NumberRows rows) {
        if (line.getFieldCount() != columns.names().size()) {
            throw error(line, "it has " + line.getFieldCount() + " column" + (line.getFieldCount() == 1 ? "" : "s")
                    + ", but the first line has " + columns.names().size());
        }
        for (int column : columns.chosen()) {
            String text = line.getField(column).strip();
            OptionalDouble number = NumberText.parse(text);
            if (number.isEmpty()) {
                throw error(line, "column " + columns.names().get(column) + ": " + problem(text));
            }
            rows.add(number.getAsDouble());
        }
    }

    private static String problem(String text) {
        if (text.isEmpty()) {
            return "there is no number";
        }
        String shown = "'" + NumberText.shortened(oneLine(text)) + "'";
        if (NumberText.isDecimal(text)) {
            return shown + " is too large";
        }
        boolean hasComma = text.matches("[+-]?\\d+,\\d+");
        return shown + " is not a number"
                + (hasComma ? ": decimals have a point, as in " + text.replace(',', '.') : "");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\R", " ");
    }

    private FormulaException error(CsvRecord line, String problem) {
        return error("line " + line.getStartingLineNumber() + ": " + problem);
    }

    private FormulaException error(String problem) {
        return new FormulaException(file + ": " + problem);
    }
}
