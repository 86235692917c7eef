package keops.cpu.emit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import keops.cpu.code.Exponent;
import keops.cpu.code.KernelShape;
import keops.cpu.code.Placement;
import keops.cpu.layout.Chunk;
import keops.cpu.layout.Epilogue;
import keops.plan.CurrentWatch;
import keops.program.Staged;

/**
 * Makes the code of a pass, in its three forms: kernels of its own, shared steps, and kernels that take row by row.
 *
 * @param staged the program
 * @param shape the shape of its own kernels
 * @param kernels its own kernels
 * @param steps the same work in steps
 * @param stepColumns the columns of a strip of steps
 * @param exponents what is known of the arguments of exponentials
 * @param isPartial whether some rows of the blocks are there to fill their lanes only, and must not be summed
 */
public record PassEmitter(
        Staged staged, KernelShape shape, List<Chunk> kernels, List<Chunk> steps, int stepColumns,
        Map<Integer, Exponent> exponents, boolean isPartial) {

    /** A pass in more parts than this has code of many kilobytes for little work. */
    private static final int MOST_PARTS = 2000;

    /** Its own kernels, for all rows of a block at once. */
    public PassCode ownKernels() {
        return new PassCode(emit(kernels, shape, Placement.FIXED), shape.stripColumns(), isDescending());
    }

    /** Steps, for one vector of rows after the other; nothing where they would be too many. */
    public Optional<PassCode> sharedSteps() {
        int vectors = shape.blockRows() / shape.lanes();
        if (vectors * steps.size() > MOST_PARTS) {
            return Optional.empty();
        }
        List<PlacedKernel> ofVector = emit(steps, shape.ofOneVector(stepColumns), Placement.SHARED);
        return Optional.of(
                new PassCode(repeated(ofVector, vectors, shape.lanes()), stepColumns, isDescending()));
    }

    /** What has to be warm for the steps: the kernels for the first vector are those for all. */
    public List<StepKernel> toWarm(PassCode code) {
        return IntStream.range(0, steps.size())
                .mapToObj(k -> new StepKernel(shape, code.kernels().get(k), steps.get(k).terms(staged.program())))
                .toList();
    }

    /**
     * Kernels for one row after the other; nothing where they would be too many, or report candidates for whole
     * vectors.
     */
    public Optional<PassCode> rowKernels() {
        boolean hasCandidates = kernels.stream()
                .flatMap(chunk -> chunk.epilogues().stream())
                .anyMatch(epilogue -> epilogue instanceof Epilogue.Candidates);
        if (hasCandidates || shape.blockRows() * kernels.size() > MOST_PARTS) {
            return Optional.empty();
        }
        return Optional.of(new PassCode(
                repeated(emit(kernels, shape.ofOneRow(), Placement.TOLD), shape.blockRows(), 1), shape.tileColumns(),
                isDescending()));
    }

    private List<PlacedKernel> repeated(List<PlacedKernel> kernels, int times, int rows) {
        return IntStream.range(0, times)
                .boxed()
                .flatMap(k -> kernels.stream().map(kernel ->
                        kernel.movedBy(k * rows, k * rows % shape.columnLanes(), k * rows % shape.blockLanes())))
                .toList();
    }

    private List<PlacedKernel> emit(List<Chunk> parts, KernelShape partShape, Placement placement) {
        return parts.stream()
                .map(chunk -> emit(chunk, partShape, placement))
                .toList();
    }

    private PlacedKernel emit(Chunk chunk, KernelShape partShape, Placement placement) {
        CurrentWatch.check();
        return chunk.isFold(staged.program())
                ? FoldEmitter.emit(partShape, staged, chunk, placement)
                : TileEmitter.emit(partShape, staged, chunk, exponents, isPartial, placement);
    }

    private boolean isDescending() {
        return kernels.stream().anyMatch(Chunk::isDescending);
    }
}
