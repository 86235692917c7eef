package keops.cachetool;

/** Numbers of things. */
final class Count {
    private Count() {}

    /** As in {@code 1 kernel} and {@code 2 kernels}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
