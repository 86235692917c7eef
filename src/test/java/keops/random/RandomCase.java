package keops.random;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.GenredBuilder;
import keops.execution.Backend;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Variable;
import keops.program.Lower;
import keops.program.Program;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A reduction with its data.
 *
 * @param weight the weight formula, for sums of exponentials
 * @param data the numbers of each argument, all of them float32 numbers
 * @param sizeI the rows of arguments indexed by i
 * @param sizeJ the rows of arguments indexed by j
 * @param threads the threads that the CPU back end may use
 */
record RandomCase(Formula formula, Optional<Formula> weight, List<Variable> arguments, List<float[]> data, int sizeI,
        int sizeJ, int axis, DrawnReduction reduction, int threads) {

    Genred genred(Backend backend) {
        GenredBuilder builder = Genred.of(formula.toString(), aliases()).reduction(reduction.reduction())
                .sumScheme(reduction.scheme()).axis(axis).threads(threads).backend(backend);
        weight.ifPresent(w -> builder.weight(w.toString()));
        return builder.build();
    }

    String[] aliases() {
        return arguments.stream()
                .map(v -> v.name() + " = " + v.category().constructor() + "(" + v.dim() + ")")
                .toArray(String[]::new);
    }

    Tensor[] tensors(DType dtype) {
        return IntStream.range(0, data.size()).mapToObj(k -> tensor(k, dtype)).toArray(Tensor[]::new);
    }

    private Tensor tensor(int k, DType dtype) {
        float[] numbers = data.get(k);
        int dim = arguments.get(k).dim();
        long[] shape = arguments.get(k).category() == Category.PARAMETER
                ? new long[] {dim}
                : new long[] {numbers.length / dim, dim};
        if (dtype == DType.FLOAT32) {
            return Tensor.of(numbers, shape);
        }
        double[] doubles = new double[numbers.length];
        for (int n = 0; n < doubles.length; n++) {
            doubles[n] = numbers[n];
        }
        return Tensor.of(doubles, shape);
    }

    /** The same data and formula, reduced over the other index. */
    RandomCase overOtherAxis() {
        return new RandomCase(formula, weight, arguments, data, sizeI, sizeJ, 1 - axis, reduction, threads);
    }

    /** Formula and weight. */
    List<Formula> formulas() {
        return Stream.concat(Stream.of(formula), weight.stream()).toList();
    }

    /** Formula and weight in scalar arithmetic. */
    Program program() {
        return Lower.apply(formulas(), axis == 1 ? Category.I : Category.J);
    }

    RandomCase withFormulas(Formula formula, Optional<Formula> weight) {
        return new RandomCase(formula, weight, arguments, data, sizeI, sizeJ, axis, reduction, threads);
    }

    /** Whether formula, weight and reduction fit each other. */
    boolean isWellFormed() {
        return reduction.takes(formula.dim(), weight.map(Formula::dim).orElse(0));
    }

    long operationsPerPair() {
        return program().operationsPerPair();
    }

    /** The length of the output: 1 where nothing is indexed so. */
    int rows() {
        return axis == 1 ? size(Category.I) : size(Category.J);
    }

    /** The length of the reduced axis: 1 where nothing is indexed so. */
    int columns() {
        return axis == 1 ? size(Category.J) : size(Category.I);
    }

    private int size(Category category) {
        boolean isIndexed = arguments.stream().anyMatch(v -> v.category() == category);
        return !isIndexed ? 1 : category == Category.I ? sizeI : sizeJ;
    }
}
