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

/** Gives slots of the buffer of pairs to the values that cross from one part of the work to another. */
final class Handover {
    /**
     * Part of the work of a pass.
     *
     * @param values the pair values that are computed, in order
     * @param endings what becomes of values, computed here or before
     */
    record Work(List<Integer> values, List<Ending> endings) {}

    private final Staged staged;
    private final List<Work> parts;
    /** The part that computes a value. */
    private final Map<Integer, Integer> computedBy = new HashMap<>();

    private Handover(Staged staged, List<Work> parts) {
        this.staged = staged;
        this.parts = parts;
        for (int p = 0; p < parts.size(); p++) {
            for (int v : parts.get(p).values()) {
                computedBy.put(v, p);
            }
        }
    }

    /** Makes chunks of the parts of a pass, which are worked on one after the other. */
    static List<Chunk> chunks(Staged staged, List<Work> parts) {
        var handover = new Handover(staged, parts);
        Map<Integer, Integer> slots = handover.slots();
        var chunks = new ArrayList<Chunk>();
        int firstResult = 0;
        for (int p = 0; p < parts.size(); p++) {
            Work part = parts.get(p);
            var taken = new TreeMap<Integer, Integer>();
            for (int input : handover.taken(p)) {
                taken.put(input, slots.get(input));
            }
            var kept = new TreeMap<Integer, Integer>();
            for (int v : part.values()) {
                if (slots.containsKey(v)) {
                    kept.put(v, slots.get(v));
                }
            }
            chunks.add(new Chunk(List.copyOf(part.values()), taken, kept, List.copyOf(part.endings()), firstResult));
            firstResult += part.endings().stream().mapToInt(Ending::results).sum();
        }
        return chunks;
    }

    /** What a value is computed from, one by one: of a fold, not the vectors that it runs over. */
    static List<Integer> inputs(Staged staged, int v) {
        Scalar value = staged.program().values().get(v);
        return value instanceof Scalar.Fold fold ? fold.scalars() : value.operands();
    }

    /** The values that a part takes from parts before it. */
    private Set<Integer> taken(int p) {
        var taken = new HashSet<Integer>();
        parts.get(p).values().forEach(v -> taken.addAll(inputs(staged, v)));
        parts.get(p).endings().forEach(ending -> taken.add(ending.value()));
        taken.removeIf(v -> computedBy.getOrDefault(v, p) == p);
        return taken;
    }

    /** One slot for each crossing value; a slot is free again after the last part that takes its value. */
    private Map<Integer, Integer> slots() {
        var lastUse = new HashMap<Integer, Integer>();
        for (int p = 0; p < parts.size(); p++) {
            for (int v : taken(p)) {
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

    /** The first slot that is free at a part; it is taken up to the last part that uses it. */
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
