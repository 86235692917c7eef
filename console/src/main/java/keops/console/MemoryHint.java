package keops.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Advice for a lack of memory: an option of Java, or smaller data if they exceed the memory of the machine. */
final class MemoryHint {
    /** The JVM's messages about memory outside the heap. */
    private static final Pattern RESERVE =
            Pattern.compile("Cannot reserve (\\d{1,18}) bytes .*\\(allocated: (\\d{1,18}), limit: (\\d{1,18})\\)");
    private static final double BYTES_PER_GIB = 1L << 30;

    private MemoryHint() {}

    /** The complete message; {@code machineBytes} is the memory of the machine. */
    static String text(String problem, long machineBytes) {
        Matcher reserve = RESERVE.matcher(String.valueOf(problem));
        if (!reserve.matches()) {
            long gib = Math.max(1, (long) (machineBytes / BYTES_PER_GIB * 3 / 4));
            return "not enough memory: JDK_JAVA_OPTIONS=-Xmx" + gib + "g would allow more";
        }
        long wanted = Long.parseLong(reserve.group(1));
        long taken = Long.parseLong(reserve.group(2));
        String needed = String.format("not enough memory: %s more are needed beside %s that are taken",
                gib(wanted), gib(taken));
        return wanted + taken > machineBytes
                ? needed + ", and this machine has " + gib(machineBytes)
                        + ": take fewer rows, or a smaller element type"
                : needed + "; JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize="
                        + (long) Math.ceil(1 + (wanted + taken) / BYTES_PER_GIB) + "g would allow that";
    }

    private static String gib(long bytes) {
        return String.format("%,.1f GiB", bytes / BYTES_PER_GIB);
    }
}
