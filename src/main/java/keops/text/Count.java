package keops.text;

/** Counts with their nouns, for messages. Thread-safe. */
public final class Count {
    private Count() {}

    /** As in {@code 1 kernel} and {@code 2 kernels}. */
    public static String of(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
