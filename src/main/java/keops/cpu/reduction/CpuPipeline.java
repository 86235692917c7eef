package keops.cpu.reduction;

import keops.plan.Plan;
import keops.program.pass.AddThresholds;
import keops.program.pass.Contract;
import keops.program.pass.DropRounded;
import keops.program.pass.FactorSums;
import keops.program.pass.HalfPowers;
import keops.program.pass.Negate;
import keops.program.pass.OrderProducts;
import keops.program.pass.Pipeline;
import keops.program.pass.RelativeExponentials;
import keops.reduction.Reduction;

/** What programs go through on their way to kernels for the CPU. */
final class CpuPipeline {
    private CpuPipeline() {}

    static Pipeline of(Plan plan) {
        return Pipeline.of(new HalfPowers()).then(ofReduction(plan));
    }

    private static Pipeline ofReduction(Plan plan) {
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> Pipeline.of(new FactorSums(plan.extents()), Contract.all(), new DropRounded());
            case Reduction.Exponential _ -> Pipeline.of(
                    new RelativeExponentials(plan.exponentialSums()), Contract.afterFirst(), new DropRounded());
            case Reduction.Extremum _ -> Pipeline.of(new OrderProducts(), Contract.all(), new DropRounded());
            case Reduction.Extrema _ -> {
                var smallest = Pipeline.of(new OrderProducts(), new AddThresholds(), Contract.all(), new DropRounded());
                yield plan.reduction().takesLargest() ? Pipeline.of(new Negate()).then(smallest) : smallest;
            }
        };
    }
}
