package keops.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** The parameters of an optimiser as one vector. */
final class Parameters {
    private final List<Tensor> tensors;
    private final int count;

    Parameters(List<Tensor> tensors) {
        Objects.requireNonNull(tensors, "parameters");
        this.tensors = List.copyOf(tensors);
        long sum = 0;
        for (Tensor tensor : this.tensors) {
            if (!tensor.dtype().isComputed()) {
                throw new FormulaException("a parameter must be float32 or float64, but is " + tensor.description());
            }
            tensor.requireWritable("the parameter " + tensor.description());
            sum += tensor.count();
        }
        this.count = Math.toIntExact(sum);
    }

    /** The value and the gradient of an objective at a point. */
    record Evaluation(double value, Vector gradient) {}

    int count() {
        return count;
    }

    Vector get() {
        return vector(tensors);
    }

    void set(Vector vector) {
        int at = 0;
        for (Tensor tensor : tensors) {
            for (long k = 0; k < tensor.count(); k++) {
                tensor.setDoubleAt(k, vector.get(at++));
            }
        }
    }

    /** Evaluates an objective at the current parameters. */
    Evaluation evaluate(Objective objective) {
        Objects.requireNonNull(objective, "objective");
        try (Tape tape = new Tape()) {
            List<TapeVariable> variables = tensors.stream().map(tape::variable).toList();
            TapeVariable loss = Objects.requireNonNull(objective.loss(tape, variables), "the loss of the objective");
            if (loss.value().count() != 1) {
                throw new FormulaException("the loss of an objective is one number, but " + loss + " has "
                        + loss.value().count() + ": sum it, or take its mean");
            }
            if (!loss.isDifferentiable()) {
                throw new FormulaException("the loss " + loss + " does not depend on the parameters: compute it from"
                        + " the variables that the objective is given");
            }
            return new Evaluation(loss.item(), vector(tape.gradients(loss, variables.toArray(TapeVariable[]::new))));
        }
    }

    /**
     * Gradients as one vector.
     *
     * @throws FormulaException if their number, shapes or types differ from those of the parameters
     */
    Vector gradient(List<Tensor> gradients) {
        boolean fits = gradients.size() == tensors.size();
        for (int k = 0; fits && k < gradients.size(); k++) {
            fits = Arrays.equals(gradients.get(k).shape(), tensors.get(k).shape());
        }
        if (!fits) {
            throw new FormulaException("the gradients must be like the parameters "
                    + tensors.stream().map(Tensor::description).toList() + ", but are "
                    + gradients.stream().map(Tensor::description).toList());
        }
        return vector(gradients);
    }

    private Vector vector(List<Tensor> parts) {
        double[] numbers = new double[count];
        int at = 0;
        for (Tensor part : parts) {
            for (long k = 0; k < part.count(); k++) {
                numbers[at++] = part.doubleAt(k);
            }
        }
        return Vector.of(numbers);
    }
}
