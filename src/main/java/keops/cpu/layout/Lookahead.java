package keops.cpu.layout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keops.cpu.code.RegisterBudget;
import keops.program.Scalar;
import keops.program.Staged;

/**
 * Software pipelining: the values of a kernel that are computed one column ahead. The operations on a pair wait for
 * each other, from the data to the results; a core works on many pairs at a time, but it has room for few operations
 * that wait (Zen 4: some 80 on vectors). Where the first part of the chain runs for the next column while the second
 * runs for this one, each waits half as long: there, the Gaussian in D = 3 takes 13.1 cycles per vector of pairs, and
 * 13.7 without; LogSumExp 12.7 and 13.6.
 */
public final class Lookahead {
    /** The longer part of a chain that is worth cutting, by the whole chain. */
    private static final double LARGEST_PART = 0.8;

    private final Chunk chunk;
    private final List<Scalar> program;
    /** The values that may wait for their column. */
    private final int most;

    private Lookahead(Chunk chunk, Staged staged, RegisterBudget registers, int rowVectors) {
        this.chunk = chunk;
        this.program = staged.program().values();
        this.most = (registers.ahead() - KernelCost.constants(chunk, staged)) / rowVectors - chunk.accumulators();
    }

    /**
     * The number of values, the first of a kernel, that are computed a column ahead; 0 where that does not help.
     *
     * @param rowVectors the vectors of rows side by side
     */
    public static int values(Chunk chunk, Staged staged, RegisterBudget registers, int rowVectors) {
        // What other kernels spilled ends with the strip, and what goes down would be read ahead of the tile.
        if (!chunk.liveIn().isEmpty() || chunk.isDescending() || chunk.isFold(staged.program())) {
            return 0;
        }
        return new Lookahead(chunk, staged, registers, rowVectors).cut();
    }

    /** Where the two parts of the chain are most alike, and what crosses stays in registers. */
    private int cut() {
        int chosen = 0;
        double least = LARGEST_PART * chain(0, chunk.values().size());
        var ahead = new HashSet<Integer>();
        for (int cut = 1; cut < chunk.values().size(); cut++) {
            ahead.add(chunk.values().get(cut - 1));
            if (crossing(ahead, cut) <= most) {
                int longest = Math.max(chain(0, cut), chain(cut, chunk.values().size()));
                if (longest < least) {
                    chosen = cut;
                    least = longest;
                }
            }
        }
        return chosen;
    }

    /** How many of the values computed ahead are used later. */
    private int crossing(Set<Integer> ahead, int cut) {
        var used = new HashSet<Integer>(chunk.liveOut().keySet());
        chunk.values().subList(cut, chunk.values().size()).forEach(v -> used.addAll(program.get(v).operands()));
        chunk.epilogues().forEach(epilogue -> used.add(epilogue.value()));
        used.retainAll(ahead);
        return used.size();
    }

    /** Cycles from what is at hand to the last of some values. */
    private int chain(int from, int to) {
        Map<Integer, Integer> ready = new HashMap<>();
        int longest = 0;
        for (int v : chunk.values().subList(from, to)) {
            Scalar value = program.get(v);
            int start = value.operands().stream().mapToInt(operand -> ready.getOrDefault(operand, 0)).max().orElse(0);
            ready.put(v, start + FunctionFacts.of(value).latency());
            longest = Math.max(longest, ready.get(v));
        }
        return longest;
    }
}
