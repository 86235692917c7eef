package keops.call;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.plan.BatchTensor;
import keops.plan.CurrentWatch;
import keops.plan.Elements;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * The leading axes of a call: its arguments have all of them, or none, before their rows and columns, and where a size
 * is 1, or an argument has none, it stands for all. One element of the batch is a call without leading axes.
 *
 * @param sizes the sizes of the leading axes
 */
public record Batch(List<Long> sizes) {
    private static final Batch NONE = new Batch(List.of());

    public Batch {
        sizes = List.copyOf(sizes);
    }

    /** The axes that an argument has in each element. */
    static int coreRank(Variable variable) {
        return variable.category() == Category.PARAMETER ? 1 : 2;
    }

    /**
     * The leading axes of some arguments. Arguments with rows say how many there are.
     *
     * @throws FormulaException if a size is neither 1 nor that of the others
     */
    public static Batch of(List<Variable> declared, Tensor[] given) {
        int axes = 0;
        for (Variable variable : declared) {
            if (variable.category() != Category.PARAMETER) {
                axes = Math.max(axes, given[variable.position()].rank() - coreRank(variable));
            }
        }
        if (axes == 0) {
            return NONE;
        }
        long[] sizes = new long[axes];
        Variable[] setBy = new Variable[axes];
        Arrays.fill(sizes, 1);
        for (Variable variable : declared) {
            Tensor tensor = given[variable.position()];
            for (int axis = 0; axis < axes && tensor.rank() == axes + coreRank(variable); axis++) {
                long size = tensor.size(axis);
                if (size != 1 && setBy[axis] != null && size != sizes[axis]) {
                    throw new FormulaException("leading axes must have equal sizes, or 1, but axis " + axis
                            + " has the size " + sizes[axis] + " in " + described(setBy[axis], given) + " and " + size
                            + " in " + described(variable, given));
                }
                if (size != 1) {
                    sizes[axis] = size;
                    setBy[axis] = variable;
                }
            }
        }
        return new Batch(LongStream.of(sizes).boxed().toList());
    }

    private static String described(Variable variable, Tensor[] given) {
        return ArgumentCheck.name(variable) + ", " + given[variable.position()].description();
    }

    public boolean isNone() {
        return sizes.isEmpty();
    }

    /** Whether each of some arguments has a part of its own for each element. */
    public boolean isOf(List<Variable> variables, Tensor[] given) {
        return variables.stream().allMatch(variable -> {
            Tensor tensor = given[variable.position()];
            int axes = tensor.rank() - coreRank(variable);
            return axes == sizes.size()
                    && IntStream.range(0, axes).allMatch(axis -> tensor.size(axis) == sizes.get(axis));
        });
    }

    /** The number of elements. */
    public long count() {
        return sizes.stream().reduce(1L, Math::multiplyExact);
    }

    /** The shape of what has another shape in each element. */
    public long[] shape(long... ofElement) {
        return isNone() ? ofElement
                : LongStream.concat(sizes.stream().mapToLong(Long::longValue), LongStream.of(ofElement)).toArray();
    }

    /** A tensor in an element, where it has so many axes; the memory is the same. */
    public Tensor element(Tensor tensor, int coreRank, long number) {
        return BatchTensor.of(tensor, tensor.rank() - coreRank)
                .of(sizes.stream().mapToLong(Long::longValue).toArray(), number);
    }

    /** The arguments of an element. */
    public Tensor[] arguments(List<Variable> declared, Tensor[] given, long number) {
        if (isNone()) {
            return given;
        }
        return declared.stream()
                .map(variable -> element(given[variable.position()], coreRank(variable), number))
                .toArray(Tensor[]::new);
    }

    /** All elements, with their results. */
    Elements elements(List<Variable> declared, Tensor[] given, List<Tensor> outputs) {
        return isNone()
                ? Elements.one(List.of(given), outputs)
                : Elements.of(sizes, List.of(given), declared.stream().mapToInt(Batch::coreRank).toArray(), outputs);
    }

    /** Tensors like results in an element. */
    public List<Tensor> results(List<Tensor> given, long number) {
        return isNone() ? given
                : given.stream().map(tensor -> element(tensor, tensor.rank() - sizes.size(), number)).toList();
    }

    /** Tensors like some arguments, in an element. */
    public List<Tensor> like(List<Variable> variables, List<Tensor> given, long number) {
        return IntStream.range(0, given.size())
                .mapToObj(k -> element(given.get(k), coreRank(variables.get(k)), number))
                .toList();
    }

    /** What gives, for an element, a gradient for each variable. */
    public interface Gradients {
        List<Tensor> of(Arena arena, long number);
    }

    /** The sums of the gradients of all elements, each like its argument. */
    public List<Tensor> summed(Arena arena, List<Variable> variables, Tensor[] arguments, Gradients gradients) {
        try (Arena scratch = new ScratchArena()) {
            List<Tensor> sums = variables.stream()
                    .map(variable -> Tensor.allocate(scratch, DType.FLOAT64, arguments[variable.position()].shape()))
                    .toList();
            for (long number = 0; number < count(); number++) {
                try (Arena ofElement = new ScratchArena()) {
                    List<Tensor> more = gradients.of(ofElement, number);
                    for (int k = 0; k < more.size(); k++) {
                        Tensor place = element(sums.get(k), coreRank(variables.get(k)), number);
                        add(place, Home.onHost(ofElement, more.get(k)));
                    }
                }
            }
            Home home = Home.of(arguments);
            return IntStream.range(0, sums.size())
                    .mapToObj(k -> home.bring(arena, there -> rounded(
                            there, sums.get(k), arguments[variables.get(k).position()].dtype().compute())))
                    .toList();
        }
    }

    private static void add(Tensor sum, Tensor more) {
        for (long k = 0; k < sum.count(); k++) {
            CurrentWatch.checkAt(k);
            sum.setDoubleAt(k, sum.doubleAt(k) + more.doubleAt(k));
        }
    }

    public static Tensor rounded(Arena arena, Tensor sums, DType dtype) {
        Tensor rounded = Tensor.allocate(arena, dtype, sums.shape());
        for (long k = 0; k < sums.count(); k++) {
            CurrentWatch.checkAt(k);
            rounded.setDoubleAt(k, sums.doubleAt(k));
        }
        return rounded;
    }
}
