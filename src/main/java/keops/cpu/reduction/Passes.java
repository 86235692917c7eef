package keops.cpu.reduction;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.SumEpilogues;
import keops.cpu.lists.Shortlists;
import keops.plan.Plan;
import keops.program.Optimise;
import keops.program.Program;
import keops.program.Rounded;
import keops.program.Staged;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;

/**
 * What a reduction does with a tile: a program, and for each pass over the pairs what becomes of which of its values.
 * The reducers of {@code keops.cpu.run} run these passes and know their numbers.
 *
 * @param staged the program, optimised for the reduction
 * @param epilogues the epilogues of each pass
 */
record Passes(Staged staged, List<List<Epilogue>> epilogues) {
    /** Lowers a plan. */
    static Passes of(Plan plan) {
        Program program = plan.program();
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> {
                Program optimised = Optimise.forSums(program, plan.rowDim(), plan.byColumn());
                Staged staged = Staged.of(Rounded.dropped(optimised), plan.dim());
                yield new Passes(staged, List.of(SumEpilogues.of(plan, staged)));
            }
            case Reduction.Extremum _ -> {
                Staged staged = Staged.of(Rounded.dropped(Optimise.apply(program)));
                boolean largest = plan.reduction().takesLargest();
                boolean withColumn = plan.reduction().hasIndices();
                yield new Passes(staged, List.of(outputs(staged, plan.dim())
                        .<Epilogue>map(v -> new Epilogue.Extremum(v, largest, withColumn))
                        .toList()));
            }
            case Reduction.Exponential _ -> {
                Staged staged =
                        Staged.of(Rounded.dropped(Optimise.forExponentials(program, plan.exponentialSums())));
                List<Integer> outputs = staged.program().outputs();
                int sums = plan.exponentialSums();
                yield new Passes(staged, List.of(
                        List.of(new Epilogue.Extremum(outputs.getFirst(), true, false)),
                        sums(outputs.subList(1, 1 + sums)),
                        sums(outputs.subList(1 + sums, 1 + 2 * sums))));
            }
            case Reduction.Extrema _ -> {
                Program negated = plan.reduction().takesLargest() ? program.negated() : program;
                Staged staged = Staged.of(Rounded.dropped(Optimise.forCandidates(negated)));
                List<Integer> outputs = staged.program().outputs();
                yield new Passes(staged, List.of(IntStream.range(0, plan.dim())
                        .boxed()
                        .<Epilogue>map(k -> new Epilogue.Candidates(
                                outputs.get(k), outputs.get(plan.dim() + k),
                                k * Shortlists.places(plan.reduction().k())))
                        .toList()));
            }
        };
    }

    private static List<Epilogue> sums(List<Integer> terms) {
        return terms.stream().<Epilogue>map(term -> new Epilogue.Sum(term, SumScheme.BLOCK)).toList();
    }

    private static Stream<Integer> outputs(Staged staged, int count) {
        return staged.program().outputs().stream().limit(count);
    }
}
