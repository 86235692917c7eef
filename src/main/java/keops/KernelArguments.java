package keops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import keops.call.Arguments;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.tensor.DType;
import keops.tensor.Tensor;
import keops.text.Count;

/**
 * The arguments of a kernel product, checked and put in order: gammas, then x, then y, then the tensors of the mode.
 * Numbers of rows and element types are left to the reduction's own check.
 *
 * @param aliases the types of the arguments, as the reduction declares them
 * @param tensors the arguments
 */
record KernelArguments(List<String> aliases, List<Tensor> tensors) {

    static KernelArguments of(
            Kernel kernel, KernelMode mode, List<Gamma> gammas, List<?> givenX, List<?> givenY, List<?> extra) {
        checkCounts(kernel, givenX, givenY);
        List<Tensor> x = matrices("x", kernel, givenX, givenY);
        List<Tensor> y = matrices("y", kernel, givenY, givenX);
        checkPairs(kernel, x, y);
        checkCount(mode, extra);
        var arguments = new KernelArguments(new ArrayList<>(), new ArrayList<>());
        if (gammas.isEmpty()) {
            requireNoGamma(kernel);
        }
        DType dtype = x.isEmpty() ? DType.FLOAT32 : x.getFirst().dtype().compute();
        for (int k = 0; k < gammas.size(); k++) {
            arguments.addGamma(kernel.slots().get(k), k, gammas.get(k), x, dtype);
        }
        for (int k = 0; k < x.size(); k++) {
            arguments.addRows("X_" + k, Category.I, x.get(k));
        }
        for (int k = 0; k < y.size(); k++) {
            arguments.addRows("Y_" + k, Category.J, y.get(k));
        }
        arguments.addExtra(mode, tensors(mode, x, y, extra));
        return arguments;
    }

    /** Checks that there is one gamma per formula, and none where the formula has none. */
    static void checkGammas(Kernel kernel, List<Gamma> gammas) {
        List<KernelSlot> slots = kernel.slots();
        if (gammas.size() != slots.size()) {
            throw new FormulaException("the kernel " + kernel + " has " + Count.of(slots.size(), "formula") + " "
                    + kernel.formulas() + ", but " + Count.of(gammas.size(), "gamma") + " came");
        }
        for (int k = 0; k < slots.size(); k++) {
            boolean isNone = gammas.get(k) instanceof Gamma.None;
            if (slots.get(k).takesGamma() == isNone) {
                throw new FormulaException("gamma " + k + " of " + slots.get(k).text()
                        + (isNone ? " is null, but this formula needs one" : " must be null: this formula has none"));
            }
        }
    }

    private static void requireNoGamma(Kernel kernel) {
        List<String> missing =
                kernel.slots().stream().filter(KernelSlot::takesGamma).map(KernelSlot::text).toList();
        if (!missing.isEmpty()) {
            throw new FormulaException("the kernel " + kernel + " needs gammas for " + missing
                    + ", but none came: set them by gamma(...), 1/l^2 for a length l");
        }
    }

    /** The variables of one side; where one has no rows, these are as long as those of the other side. */
    private static List<Tensor> matrices(String name, Kernel kernel, List<?> given, List<?> others) {
        return IntStream.range(0, given.size())
                .mapToObj(k -> Arguments.matrixLike(
                        name + " of the pair " + kernel.pairs().get(k), given.get(k), others.get(k)))
                .toList();
    }

    /** What comes after x and y, which has as many rows as one of these. */
    private static List<Tensor> tensors(KernelMode mode, List<Tensor> x, List<Tensor> y, List<?> given) {
        return IntStream.range(0, given.size())
                .mapToObj(k -> {
                    KernelMode.Operand operand = mode.operands().get(k);
                    List<Tensor> alike = operand.category() == Category.I ? x : y;
                    return alike.isEmpty()
                            ? Arguments.matrix(operand.name(), given.get(k))
                            : Arguments.rows(operand.name(), alike.getFirst().size(0), given.get(k));
                })
                .toList();
    }

    private static void checkCounts(Kernel kernel, List<?> x, List<?> y) {
        if (x.size() != y.size()) {
            throw new FormulaException("a kernel product works with pairs of variables: the list of x should have the"
                    + " same length as that of y, but " + x.size() + " and " + y.size() + " came" + hint(x, y));
        }
        List<String> pairs = kernel.pairs();
        if (x.size() != pairs.size()) {
            throw new FormulaException("the kernel " + kernel + " has " + Count.of(pairs.size(), "pair")
                    + " of variables " + pairs + ", but " + Count.of(x.size(), "pair") + " came" + hint(x, y));
        }
    }

    private static String hint(List<?> x, List<?> y) {
        String ofX = Arguments.hintAtRows(x);
        return ofX.isEmpty() ? Arguments.hintAtRows(y) : ofX;
    }

    private static void checkPairs(Kernel kernel, List<Tensor> x, List<Tensor> y) {
        List<String> pairs = kernel.pairs();
        for (int k = 0; k < x.size(); k++) {
            requireMatrix("x of the pair " + pairs.get(k), "(M, D)", x.get(k));
            requireMatrix("y of the pair " + pairs.get(k), "(N, D)", y.get(k));
            if (x.get(k).size(1) != y.get(k).size(1)) {
                throw new FormulaException("x and y of the pair " + pairs.get(k)
                        + " must have rows of equal length, but are " + x.get(k).description() + " and "
                        + y.get(k).description());
            }
        }
    }

    private static void checkCount(KernelMode mode, List<?> extra) {
        List<String> names = mode.operands().stream().map(KernelMode.Operand::name).toList();
        if (extra.size() != names.size()) {
            throw new FormulaException("the mode " + mode + " takes " + Count.of(names.size(), "tensor") + " " + names
                    + " after x and y, but " + Count.of(extra.size(), "tensor") + " came");
        }
    }

    private void addGamma(KernelSlot slot, int rank, Gamma gamma, List<Tensor> x, DType dtype) {
        switch (gamma) {
            case Gamma.None() -> { }
            case Gamma.Scalar(double value) ->
                addGamma(slot, rank, Category.PARAMETER, Tensor.vector(dtype, value), 1, x);
            case Gamma.Fixed(Tensor t) -> addGamma(slot, rank, Category.PARAMETER, t, t.size(0), x);
            case Gamma.PerI(Tensor t) -> addGamma(slot, rank, Category.I, t, t.size(1), x);
            case Gamma.PerJ(Tensor t) -> addGamma(slot, rank, Category.J, t, t.size(1), x);
        }
    }

    private void addGamma(KernelSlot slot, int rank, Category category, Tensor tensor, long size, List<Tensor> x) {
        if (slot.isMetric()) {
            long dim = x.get(slot.pair()).size(1);
            if (size != 1 && size != dim && size != dim * dim) {
                throw new FormulaException("gamma " + rank + " of " + slot.text() + " must have 1 number (a scalar), "
                        + dim + " (a diagonal) or " + dim * dim + " (a symmetric matrix), but is "
                        + tensor.description());
            }
        }
        add("G_" + rank, category, size, tensor);
    }

    private void addExtra(KernelMode mode, List<Tensor> extra) {
        for (int k = 0; k < extra.size(); k++) {
            KernelMode.Operand operand = mode.operands().get(k);
            Tensor tensor = extra.get(k);
            String rows = operand.category() == Category.I ? "(M, " : "(N, ";
            if (k == 0 && operand.isVector()) {
                requireMatrix(operand.name(), rows + "E)", tensor);
            }
            // Vectors have as many columns as the first of them, which is the first tensor of all.
            long columns = operand.isVector() ? extra.getFirst().size(1) : 1;
            if (tensor.rank() != 2 || tensor.size(1) != columns) {
                throw new FormulaException(
                        operand.name() + " must have shape " + rows + columns + "), but is " + tensor.description());
            }
            add(operand.name(), operand.category(), columns, tensor);
        }
    }

    private void addRows(String name, Category category, Tensor tensor) {
        add(name, category, tensor.size(1), tensor);
    }

    private void add(String name, Category category, long dim, Tensor tensor) {
        aliases.add(name + " = " + category.constructor() + "(" + dim + ")");
        tensors.add(tensor);
    }

    private static void requireMatrix(String what, String shape, Tensor tensor) {
        if (tensor.rank() != 2) {
            throw new FormulaException(what + " must have shape " + shape + ", but is " + tensor.description());
        }
        if (tensor.size(1) == 0) {
            throw new FormulaException(what + " must have shape " + shape + ", but is " + tensor.description()
                    + ": an array of no rows does not say how long they are; give Tensor.of(new double[0], 0, length)");
        }
        if (!tensor.dtype().isFloating()) {
            throw new FormulaException(what + " must be of a floating-point type, but is " + tensor.description());
        }
    }
}
