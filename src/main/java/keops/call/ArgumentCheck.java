package keops.call;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.plan.Output;
import keops.plan.Plan;
import keops.program.Extent;
import keops.tensor.DType;
import keops.tensor.Tensor;
import keops.text.Count;

/**
 * The check of a call's data, before any work: every argument has the shape that its alias says, all are computed in
 * one type, rows agree. Integers are computed in the type of the others, in float64 where there are no others.
 *
 * @param dtype the type that is computed in, which is that of the values of the outputs
 * @param sizeI the number of rows i; 1 where no argument is indexed by i
 * @param sizeJ the number of rows j; 1 where no argument is indexed by j
 * @param batch the leading axes
 */
public record ArgumentCheck(DType dtype, long sizeI, long sizeJ, Batch batch) {

    public static ArgumentCheck of(List<Variable> declared, Tensor[] given) {
        Objects.requireNonNull(given, "arguments");
        requireCount(declared, given.length);
        Rows i = new Rows(Category.I);
        Rows j = new Rows(Category.J);
        declared.forEach(variable -> Objects.requireNonNull(given[variable.position()], () -> name(variable)));
        Batch batch = Batch.of(declared, given);
        DType dtype = requireOneType(declared, given);
        for (Variable variable : declared) {
            Tensor tensor = given[variable.position()];
            checkShape(variable, tensor, batch.sizes().size());
            switch (variable.category()) {
                case I -> i.agree(variable, tensor);
                case J -> j.agree(variable, tensor);
                case PARAMETER -> { }
            }
            tensor.requireAlive(() -> name(variable));
        }
        return new ArgumentCheck(dtype, i.size(), j.size(), batch);
    }

    /** The type that some arguments are computed in. */
    static DType requireOneType(List<Variable> declared, Tensor[] given) {
        Variable first = null;
        for (Variable variable : declared) {
            DType dtype = given[variable.position()].dtype();
            if (dtype.isFloating()) {
                first = first == null ? variable : first;
                DType other = given[first.position()].dtype();
                if (dtype.compute() != other.compute()) {
                    throw new FormulaException("either all arguments are float64 or none, but " + name(first) + " is "
                            + other + " and " + name(variable) + " is " + dtype);
                }
            }
        }
        return first == null ? DType.FLOAT64 : given[first.position()].dtype().compute();
    }

    static void requireCount(List<Variable> declared, int came) {
        if (came != declared.size()) {
            throw new FormulaException("this reduction has " + Count.of(declared.size(), "argument") + " "
                    + declared.stream().map(ArgumentCheck::text).toList() + ", but " + Count.of(came, "argument")
                    + " came");
        }
    }

    /** The length of the axis of a category. */
    public long size(Category category) {
        return switch (category) {
            case I -> sizeI;
            case J -> sizeJ;
            case PARAMETER -> 1;
        };
    }

    /**
     * The shape of an output of a reduction.
     *
     * @param rows the category of the rows of the reduction
     */
    long[] shape(Output output, Category rows) {
        return batch.shape(output.shape(size(rows), size(rows.otherAxis())));
    }

    /** The caller's own outputs, as tensors where there are as many as expected. */
    List<Tensor> outputs(List<Output> expected, List<?> given, Category rows) {
        requireOutputs(expected, given);
        return IntStream.range(0, given.size())
                .mapToObj(k -> {
                    Object output = Objects.requireNonNull(given.get(k), outputName(expected, k));
                    return Arguments.output(outputName(expected, k), shape(expected.get(k), rows), output);
                })
                .toList();
    }

    private static String outputName(List<Output> expected, int number) {
        return expected.size() == 1 ? "the output" : "output " + number;
    }

    /** Checks the caller's own outputs. */
    void checkOutputs(List<Output> expected, List<Tensor> given, Category rows, Tensor[] arguments) {
        for (int k = 0; k < expected.size(); k++) {
            checkOutput(outputName(expected, k), expected.get(k), given.get(k), rows, arguments);
            for (Tensor other : given.subList(0, k)) {
                if (given.get(k).overlaps(other)) {
                    throw new FormulaException("the outputs share memory with each other");
                }
            }
        }
    }

    private static void requireOutputs(List<Output> expected, List<?> given) {
        if (given.size() != expected.size()) {
            throw new FormulaException("this reduction has " + Count.of(expected.size(), "output") + ", but "
                    + Count.of(given.size(), "tensor") + " for them came" + Arguments.hintAtOutputRows(given));
        }
    }

    /** Checks that cotangents are like the values of the outputs. */
    void checkCotangents(List<Output> outputs, List<Tensor> given, Category rows) {
        List<Output> values = outputs.stream().filter(output -> !output.isIndex()).toList();
        for (int k = 0; k < values.size(); k++) {
            long[] shape = shape(values.get(k), rows);
            if (given.size() != values.size() || !isLike(given.get(k), dtype, shape)) {
                throw new FormulaException("the cotangent must be like the result, " + text(dtype, shape) + ", but is "
                        + (k < given.size() ? given.get(k) : "missing"));
            }
            given.get(k).requireAlive("the cotangent");
        }
    }

    /**
     * Checks that tensors are what a call of a reduction returns, or that there are none. After averages may come the
     * logarithms of what they are divided by.
     */
    public void checkResults(Plan plan, List<Tensor> given) {
        Objects.requireNonNull(given, "results");
        boolean haveLogarithms =
                plan.reduction().isAverage() && given.size() == 2;
        Output logarithms = new Output(false, Extent.ROWS, List.of(plan.dim()));
        List<Output> outputs = haveLogarithms
                ? List.of(plan.outputs().getFirst(), logarithms)
                : plan.outputs();
        checkResults(outputs, given, plan.rows());
    }

    private void checkResults(List<Output> outputs, List<Tensor> given, Category rows) {
        for (int k = 0; k < outputs.size() && !given.isEmpty(); k++) {
            Output output = outputs.get(k);
            long[] shape = shape(output, rows);
            if (given.size() != outputs.size() || !isLike(given.get(k), output.dtype(dtype), shape)) {
                throw new FormulaException("the results must be those of the reduction, of which output " + k + " is "
                        + text(output.dtype(dtype), shape) + ", but are "
                        + given.stream().map(Tensor::description).toList());
            }
            given.get(k).requireAlive("output " + k);
        }
    }

    private static boolean isLike(Tensor tensor, DType dtype, long... shape) {
        return tensor.dtype() == dtype && Arrays.equals(tensor.shape(), shape);
    }

    static String text(DType dtype, long... shape) {
        return dtype + " " + Arrays.toString(shape).replace('[', '(').replace(']', ')');
    }

    /** Changes of arguments, as tensors; what they are is checked later. */
    public static List<Tensor> changes(List<Variable> variables, List<?> changes, Tensor[] arguments) {
        requireChanges(variables, changes);
        return IntStream.range(0, changes.size())
                .mapToObj(k -> {
                    String what = "the change of " + variables.get(k);
                    Object change = Objects.requireNonNull(changes.get(k), what);
                    Tensor argument = arguments[variables.get(k).position()];
                    return Arguments.like(what, argument.dtype().compute(), argument.shape(), change);
                })
                .toList();
    }

    /** Checks that changes are like the arguments that change, in the type that is computed in. */
    public static void checkChanges(List<Variable> variables, List<Tensor> changes, Tensor[] arguments) {
        Objects.requireNonNull(changes, "directions");
        requireChanges(variables, changes);
        requireLike("change of", variables, changes, arguments);
    }

    private static void requireChanges(List<Variable> variables, List<?> changes) {
        if (changes.size() != variables.size()) {
            String expected = variables.size() == 1 ? "1 argument changes" : variables.size() + " arguments change";
            throw new FormulaException(expected + ", but " + Count.of(changes.size(), "change") + " came"
                    + Arguments.hintAtRows(changes));
        }
    }

    /** Checks that tensors, each for an argument, have the type that it is computed in and its shape. */
    public static void requireLike(String what, List<Variable> variables, List<Tensor> given, Tensor[] arguments) {
        for (int k = 0; k < given.size(); k++) {
            Tensor argument = arguments[variables.get(k).position()];
            DType dtype = argument.dtype().compute();
            if (!isLike(given.get(k), dtype, argument.shape())) {
                throw new FormulaException("the " + what + " " + variables.get(k) + " must be like its argument "
                        + argument.description()
                        + (dtype == argument.dtype() ? "" : ", in " + dtype) + ", but is "
                        + given.get(k).description());
            }
            given.get(k).requireAlive("the " + what + " " + variables.get(k));
        }
    }

    private void checkOutput(String what, Output expected, Tensor output, Category rows, Tensor[] arguments) {
        long[] shape = shape(expected, rows);
        if (!isLike(output, expected.dtype(dtype), shape)) {
            throw new FormulaException(what + " must be " + text(expected.dtype(dtype), shape) + ", but is "
                    + output.description());
        }
        if (output.order() != java.nio.ByteOrder.nativeOrder()) {
            throw new FormulaException(what + " must be in the byte order of this machine, but is " + output.order());
        }
        if (output.device().isPresent()) {
            output.requireAlive(what);
        } else {
            output.requireWritable(what);
        }
        for (int k = 0; k < arguments.length; k++) {
            if (output.overlaps(arguments[k])) {
                throw new FormulaException(what + " shares memory with argument " + k);
            }
        }
    }

    private static void checkShape(Variable variable, Tensor tensor, int leading) {
        int rank = Batch.coreRank(variable);
        boolean fits = (tensor.rank() == rank || tensor.rank() == rank + leading)
                && tensor.size(tensor.rank() - 1) == variable.dim();
        if (!fits) {
            String shape = switch (variable.category()) {
                case I -> "(M, " + variable.dim() + ")";
                case J -> "(N, " + variable.dim() + ")";
                case PARAMETER -> "(" + variable.dim() + ")";
            };
            throw new FormulaException(name(variable) + " must have shape " + shape
                    + (leading == 0 ? "" : ", with " + leading + " leading axes or none before it") + ", but is "
                    + tensor.description());
        }
    }

    static String name(Variable variable) {
        return "argument " + variable.position() + " (" + text(variable) + ")";
    }

    private static String text(Variable variable) {
        return (variable.name().isEmpty() ? "" : variable.name() + " = ") + variable.category().constructor() + "("
                + variable.dim() + ")";
    }

    /** The number of rows of one category, and who set it. */
    private static final class Rows {
        private final Category category;
        private Variable setBy;
        private long size = 1;

        Rows(Category category) {
            this.category = category;
        }

        void agree(Variable variable, Tensor tensor) {
            if (setBy == null) {
                setBy = variable;
                size = rows(tensor);
            } else if (rows(tensor) != size) {
                throw new FormulaException("all arguments indexed by " + (category == Category.I ? "i" : "j")
                        + " must have the same number of rows, but " + name(setBy) + " has " + size + " and "
                        + name(variable) + " has " + rows(tensor));
            }
        }

        private static long rows(Tensor tensor) {
            return tensor.size(tensor.rank() - 2);
        }

        long size() {
            return size;
        }
    }
}
