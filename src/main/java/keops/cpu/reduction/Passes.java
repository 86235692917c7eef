package keops.cpu.reduction;

import java.util.List;
import java.util.stream.IntStream;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.SumEpilogues;
import keops.cpu.lists.Shortlists;
import keops.plan.Plan;
import keops.program.Program;
import keops.program.Staged;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;

/**
 * What a reduction does with a tile: a program, and for each pass over the pairs what becomes of which of its values.
 * The reducers of {@code keops.cpu.run} run these passes and know their numbers.
 *
 * @param staged the program, after {@link CpuPipeline}
 * @param epilogues the epilogues of each pass
 */
record Passes(Staged staged, List<List<Epilogue>> epilogues) {
    /** Lowers a plan. */
    static Passes of(Plan plan) {
        Program program = CpuPipeline.of(plan).apply(plan.program());
        List<Integer> outputs = program.outputs();
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> {
                Staged staged = Staged.of(program, plan.dim());
                yield new Passes(staged, List.of(SumEpilogues.of(plan, staged)));
            }
            case Reduction.Extremum _ -> {
                boolean largest = plan.reduction().takesLargest();
                boolean withColumn = plan.reduction().hasIndices();
                yield new Passes(Staged.of(program), List.of(outputs.stream()
                        .<Epilogue>map(v -> new Epilogue.Extremum(v, largest, withColumn))
                        .toList()));
            }
            case Reduction.Exponential _ -> {
                int sums = plan.exponentialSums();
                yield new Passes(Staged.of(program), List.of(
                        List.of(new Epilogue.Extremum(outputs.getFirst(), true, false)),
                        sums(outputs.subList(1, 1 + sums)),
                        sums(outputs.subList(1 + sums, 1 + 2 * sums))));
            }
            case Reduction.Extrema _ -> new Passes(Staged.of(program), List.of(IntStream.range(0, plan.dim())
                    .<Epilogue>mapToObj(k -> new Epilogue.Candidates(
                            outputs.get(k), outputs.get(plan.dim() + k),
                            k * Shortlists.places(plan.reduction().k())))
                    .toList()));
        };
    }

    private static List<Epilogue> sums(List<Integer> terms) {
        return terms.stream().<Epilogue>map(term -> new Epilogue.Sum(term, SumScheme.BLOCK)).toList();
    }
}
