package keops.cpu.layout;

import java.util.List;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.code.RegisterBudget;
import keops.program.Staged;

/**
 * The kernels of a plan and their shape.
 *
 * @param shape the shape of all kernels
 * @param kernels the kernels of each pass
 * @param cost about what they cost, in cycles per vector of pairs
 */
public record Layout(KernelShape shape, List<List<Chunk>> kernels, double cost) {
    /** Vectors of rows side by side: of layouts that cost the same, the first is taken. */
    private static final int[] ROW_VECTORS = {4, 3, 2, 1};

    /** Cuts some passes into kernels, with as many vectors of rows side by side as cost least. */
    public static Layout choose(ElementKind kind, int bits, Staged staged, List<List<Epilogue>> passes) {
        RegisterBudget registers = RegisterBudget.of(bits);
        int chosen = 0;
        List<List<Chunk>> best = List.of();
        double least = Double.POSITIVE_INFINITY;
        for (int rowVectors : ROW_VECTORS) {
            if (rowVectors > 1 && !Chunking.fits(staged.program(), rowVectors)) {
                continue;
            }
            List<List<Chunk>> kernels =
                    passes.stream().map(epilogues -> Chunking.of(staged, epilogues, registers, rowVectors)).toList();
            double cost = cost(kernels, staged, registers, rowVectors);
            if (cost < least) {
                chosen = rowVectors;
                best = kernels;
                least = cost;
            }
        }
        int columnSums = best.stream().flatMap(List::stream).mapToInt(Chunk::columnSums).sum();
        KernelShape shape =
                KernelShape.of(kind, bits, chosen, staged.columns().size(), Chunk.slots(best), columnSums);
        return new Layout(shape, best, least);
    }

    /**
     * The kernels of some passes with columns in the lanes.
     *
     * @param rows how many rows stand side by side, each with a vector of columns
     */
    public static Layout ofColumns(ElementKind kind, int bits, Staged staged, List<List<Epilogue>> passes, int rows) {
        RegisterBudget registers = RegisterBudget.of(bits);
        List<List<Chunk>> kernels =
                passes.stream().map(epilogues -> Chunking.of(staged, epilogues, registers, rows)).toList();
        KernelShape shape = KernelShape.ofColumns(kind, bits, rows, staged.columns().size(), Chunk.slots(kernels));
        return new Layout(shape, kernels, cost(kernels, staged, registers, rows));
    }

    private static double cost(List<List<Chunk>> kernels, Staged staged, RegisterBudget registers, int rowVectors) {
        return kernels.stream().mapToDouble(chunks -> KernelCost.of(chunks, staged, registers, rowVectors)).sum();
    }
}
