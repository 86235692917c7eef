package keops.cpu.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import keops.program.Scalar;
import keops.program.Staged;

/**
 * The spill slots of the values that are live from one part of the work of a pass to a later one. A slot is given again
 * as soon as the live range of its value ends: a linear scan, since parts run one after the other.
 */
final class SpillSlots {
    /**
     * Part of the work of a pass.
     *
     * @param values the pair values that are computed, in order
     * @param epilogues what becomes of values, computed here or before
     */
    record Part(List<Integer> values, List<Epilogue> epilogues) {}

    private final Staged staged;
    private final List<Part> parts;
    /** The part that computes a value. */
    private final Map<Integer, Integer> computedBy = new HashMap<>();

    private SpillSlots(Staged staged, List<Part> parts) {
        this.staged = staged;
        this.parts = parts;
        for (int p = 0; p < parts.size(); p++) {
            for (int v : parts.get(p).values()) {
                computedBy.put(v, p);
            }
        }
    }

    /** Makes chunks of the parts of a pass, which are worked on one after the other. */
    static List<Chunk> chunks(Staged staged, List<Part> parts) {
        var spills = new SpillSlots(staged, parts);
        Map<Integer, Integer> slots = spills.slots();
        var chunks = new ArrayList<Chunk>();
        int firstAccumulator = 0;
        for (int p = 0; p < parts.size(); p++) {
            Part part = parts.get(p);
            var liveIn = new TreeMap<Integer, Integer>();
            for (int input : spills.liveIn(p)) {
                liveIn.put(input, slots.get(input));
            }
            var liveOut = new TreeMap<Integer, Integer>();
            for (int v : part.values()) {
                if (slots.containsKey(v)) {
                    liveOut.put(v, slots.get(v));
                }
            }
            chunks.add(new Chunk(
                    List.copyOf(part.values()), liveIn, liveOut, List.copyOf(part.epilogues()), firstAccumulator));
            firstAccumulator += part.epilogues().stream().mapToInt(Epilogue::accumulators).sum();
        }
        return chunks;
    }

    /** What a value is computed from, one by one: of a fold, not the vectors that it runs over. */
    static List<Integer> inputs(Staged staged, int v) {
        Scalar value = staged.program().values().get(v);
        return value instanceof Scalar.Fold fold ? fold.scalars() : value.operands();
    }

    /** The values that parts before it compute. */
    private Set<Integer> liveIn(int p) {
        var liveIn = new HashSet<Integer>();
        parts.get(p).values().forEach(v -> liveIn.addAll(inputs(staged, v)));
        parts.get(p).epilogues().forEach(epilogue -> liveIn.add(epilogue.value()));
        liveIn.removeIf(v -> computedBy.getOrDefault(v, p) == p);
        return liveIn;
    }

    /** A slot for each value that is live out of its part. */
    private Map<Integer, Integer> slots() {
        var lastUse = new HashMap<Integer, Integer>();
        for (int p = 0; p < parts.size(); p++) {
            for (int v : liveIn(p)) {
                lastUse.put(v, p);
            }
        }
        var slots = new HashMap<Integer, Integer>();
        var freeFrom = new ArrayList<Integer>();
        for (int p = 0; p < parts.size(); p++) {
            for (int v : parts.get(p).values()) {
                if (lastUse.containsKey(v)) {
                    slots.put(v, freeSlot(freeFrom, p, lastUse.get(v)));
                }
            }
        }
        return slots;
    }

    /** The first slot that is free at a part; it is taken up to the last part that uses the value. */
    private static int freeSlot(List<Integer> freeFrom, int part, int last) {
        int slot = IntStream.range(0, freeFrom.size())
                .filter(s -> freeFrom.get(s) <= part)
                .findFirst()
                .orElse(freeFrom.size());
        if (slot == freeFrom.size()) {
            freeFrom.add(0);
        }
        freeFrom.set(slot, last + 1);
        return slot;
    }
}
