package keops.cuda.emulator;

import java.util.Map;
import java.util.TreeMap;

/** How often instructions of each class ran, counted by lane. */
public final class Census {
    private final long[] counts = new long[InstructionClass.values().length];

    void count(InstructionClass cost, int lanes) {
        counts[cost.ordinal()] += lanes;
    }

    void add(Census other) {
        for (int k = 0; k < counts.length; k++) {
            counts[k] += other.counts[k];
        }
    }

    long of(InstructionClass cost) {
        return counts[cost.ordinal()];
    }

    /** All instructions together. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** The classes that ran at all. */
    @Override
    public String toString() {
        var text = new TreeMap<InstructionClass, Long>();
        for (InstructionClass cost : InstructionClass.values()) {
            if (of(cost) > 0) {
                text.put(cost, of(cost));
            }
        }
        return Map.copyOf(text).isEmpty() ? "nothing" : text.toString();
    }
}
