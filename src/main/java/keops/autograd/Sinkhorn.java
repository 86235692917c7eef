package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;
import keops.transport.LossGradients;
import keops.transport.PointCloud;
import keops.transport.SinkhornDivergence;
import keops.transport.TransportPlan;

/**
 * A Sinkhorn divergence between points x of weights a and points y of weights b. It keeps its plan, so that gradients
 * take no iteration of their own.
 */
final class Sinkhorn implements Operation {
    private final SinkhornDivergence divergence;
    private TransportPlan plan;

    Sinkhorn(SinkhornDivergence divergence) {
        this.divergence = divergence;
    }

    static PointCloud cloud(Tensor points, Tensor weights) {
        return PointCloud.of(points, weights);
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        plan = divergence.solve(cloud(inputs.get(0), inputs.get(1)), cloud(inputs.get(2), inputs.get(3)));
        Tensor value = Tensor.allocate(arena, inputs.getFirst().dtype());
        value.setDoubleAt(0, plan.value());
        return value;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        if (output.inputs().stream().noneMatch(pass::needs)) {
            return;
        }
        LossGradients all = plan.gradients();
        List<Tensor> gradients =
                List.of(all.firstPoints(), all.firstWeights(), all.secondPoints(), all.secondWeights());
        for (int k = 0; k < gradients.size(); k++) {
            Tensor gradient = gradients.get(k);
            pass.add(output.input(k), () -> new Slope(gradient).of(output.inputs()).times(e));
        }
    }

    /** The gradient by one of the inputs, which depends on all of them. */
    record Slope(Tensor gradient) implements Operation {
        @Override
        public Tensor value(Arena arena, List<Tensor> inputs) {
            return gradient;
        }

        @Override
        public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
            if (output.inputs().stream().anyMatch(pass::needs)) {
                throw new FormulaException("a Sinkhorn divergence can be differentiated once, but second"
                        + " derivatives were asked for: use a kernel norm");
            }
        }
    }
}
