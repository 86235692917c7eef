package keops.cpu.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keops.plan.Plan;
import keops.program.Extent;
import keops.program.Stage;
import keops.program.Staged;

/**
 * What becomes of the values of a sum, in the order in which they are worked on: those that are summed for each row and
 * over all pairs in their own order, and after each those that are summed for each column and share a value with it. So
 * most shared values are used in the kernel that computes them, and need not be spilled.
 */
public final class SumEpilogues {
    private final Staged staged;
    private final int[] uses;

    private SumEpilogues(Staged staged) {
        this.staged = staged;
        this.uses = staged.program().uses();
    }

    public static List<Epilogue> of(Plan plan, Staged staged) {
        return new SumEpilogues(staged).inOrder(plan);
    }

    private List<Epilogue> inOrder(Plan plan) {
        List<Integer> values = staged.program().outputs();
        int firstOfColumns = plan.dim(Extent.ROWS);
        int endOfColumns = firstOfColumns + plan.dim(Extent.COLUMNS);
        List<Epilogue> own = IntStream.range(0, plan.dim())
                .filter(k -> k < firstOfColumns || k >= endOfColumns)
                .<Epilogue>mapToObj(k -> new Epilogue.Sum(values.get(k), plan.scheme()))
                .toList();
        var after = new ArrayList<List<Epilogue>>();
        IntStream.rangeClosed(0, own.size()).forEach(_ -> after.add(new ArrayList<>()));
        for (int k = firstOfColumns; k < endOfColumns; k++) {
            after.get(neighbour(own, values.get(k))).add(new Epilogue.ColumnSum(values.get(k), k - firstOfColumns));
        }
        var ordered = new ArrayList<Epilogue>();
        for (int k = 0; k < own.size(); k++) {
            ordered.add(own.get(k));
            ordered.addAll(after.get(k));
        }
        ordered.addAll(after.getLast());
        return List.copyOf(ordered);
    }

    /** The first epilogue that shares the rarest value of a pair with another; as many as there are if none does. */
    private int neighbour(List<Epilogue> epilogues, int value) {
        int best = epilogues.size();
        int fewest = Integer.MAX_VALUE;
        for (int k = 0; k < epilogues.size(); k++) {
            List<Integer> others = operands(epilogues.get(k).value());
            for (int operand : operands(value)) {
                if (uses[operand] < fewest && others.contains(operand)) {
                    best = k;
                    fewest = uses[operand];
                }
            }
        }
        return best;
    }

    private List<Integer> operands(int value) {
        return staged.program().values().get(value).operands().stream()
                .filter(operand -> staged.stages().get(operand) == Stage.PAIR)
                .toList();
    }
}
