package keops.cachetool;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Locale;
import keops.cache.Entry;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The sort orders of entries. Damaged entries come last. */
enum Order {
    /** By compilation, the latest first. */
    AGE(Comparator.comparing(Order::created).reversed()),
    /** By size, the largest first. */
    SIZE(Comparator.comparingLong(Entry::bytes).reversed()),
    /** By last use, the latest first. */
    USED(Comparator.comparing(Entry::lastUse).reversed()),
    /** By the text of the formula. */
    FORMULA(Comparator.comparing(Order::formula)),
    /** By architecture, the oldest first. */
    ARCH(Comparator.comparingInt(Order::architecture));

    private final Comparator<Entry> comparator;

    Order(Comparator<Entry> comparator) {
        this.comparator = comparator;
    }

    /** A total order. */
    Comparator<Entry> comparator() {
        return comparator.thenComparing(Entry::key);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Instant created(Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.facts().created() : Instant.MIN;
    }

    private static String formula(Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.facts().description().formula() : "\uffff";
    }

    private static int architecture(Entry entry) {
        return entry instanceof Entry.Kept kept ? kept.facts().architecture() : Integer.MAX_VALUE;
    }

    /** Converts the name of an order. */
    static final class Type implements ITypeConverter<Order>, Iterable<String> {
        @Override
        public Order convert(String text) {
            return Arrays.stream(Order.values())
                    .filter(order -> order.word().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "expected " + String.join(", ", this) + ", but '" + text + "' came"));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Order.values()).map(Order::word).iterator();
        }
    }
}
