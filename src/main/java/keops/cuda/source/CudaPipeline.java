package keops.cuda.source;

import keops.execution.DistanceForm;
import keops.plan.Plan;
import keops.program.pass.BinaryPowers;
import keops.program.pass.Contract;
import keops.program.pass.DistanceProducts;
import keops.program.pass.DropRounded;
import keops.program.pass.FactorSums;
import keops.program.pass.OrderProducts;
import keops.program.pass.Pipeline;
import keops.program.pass.ScaleExponents;
import keops.program.pass.ShiftedExponentials;
import keops.program.pass.ShortenChains;
import keops.program.pass.Unfold;
import keops.reduction.Reduction;

/** The passes from programs to CUDA C. */
final class CudaPipeline {
    private CudaPipeline() {}

    static Pipeline of(Plan plan, DistanceForm distances) {
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> distances(distances, false).then(Pipeline.of(
                    new FactorSums(plan.extents()), Contract.all(), ShortenChains.all(), new DropRounded()));
            case Reduction.Exponential.LOG_SUM_EXP, Reduction.Exponential.SUM_SOFT_MAX_WEIGHT ->
                distances(distances, true).then(Pipeline.of(
                        new BinaryPowers(plan.exponentialSums()), Contract.ofPowers(), ShortenChains.afterFirst(),
                        new DropRounded()));
            case Reduction.Exponential.MAX_SUM_SHIFT_EXP -> distances(distances, false).then(Pipeline.of(
                    new ShiftedExponentials(plan.exponentialSums()), Contract.all(), ShortenChains.all(),
                    new DropRounded()));
            case Reduction.Extremum _, Reduction.Extrema _ -> distances(distances, false).then(Pipeline.of(
                    new OrderProducts(), Contract.all(), ShortenChains.all(), new DropRounded()));
        };
    }

    /** Squared distances first, by differences or by products. */
    private static Pipeline distances(DistanceForm form, boolean firstIsExponent) {
        var unfold = new Unfold(ThreadTile.LONGEST_WRITTEN_OUT);
        var scale = new ScaleExponents(firstIsExponent);
        return switch (form) {
            case DIFFERENCE -> Pipeline.of(unfold, scale);
            case PRODUCT -> Pipeline.of(scale, new DistanceProducts(), unfold);
        };
    }
}
