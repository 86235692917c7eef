package keops.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.KernelCall;
import keops.KernelProduct;
import keops.KernelSolve;
import keops.LazyReduction;
import keops.derivative.ChosenPairs;
import keops.derivative.Differentiable;
import keops.derivative.Differential;
import keops.derivative.Inside;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Reductions as operations on a {@link Tape}: their results are variables, which can be differentiated by all
 * arguments, to any order. Indices are constants. Each method must be called by the thread of its variables' tape.
 *
 * {@snippet :
 * TapeVariable a = Reductions.of(conv, gamma, x, y, b);                       // a Genred
 * TapeVariable k = Reductions.kernelProduct(product, List.of(gamma), List.of(x), List.of(y), b);
 * LazyTensor d = LazyTensor.vi(x.value()).sqDist(LazyTensor.vj(y.value()));
 * TapeVariable nearest = Reductions.of(d.reduction(Reduction.MIN, 1), x, y);
 * }
 */
public final class Reductions {
    private Reductions() {}

    /**
     * The result of a reduction with one output.
     *
     * @param genred the reduction
     * @param arguments the arguments in order
     * @throws FormulaException if an argument does not fit, if there is no argument, or if there are two outputs
     */
    public static TapeVariable of(Genred genred, TapeVariable... arguments) {
        List<TapeVariable> outputs = allOf(genred, arguments);
        if (outputs.size() > 1) {
            throw new FormulaException(genred + " has two outputs: use allOf");
        }
        return outputs.getFirst();
    }

    /**
     * The results of a reduction.
     *
     * @param genred the reduction
     * @param arguments the arguments in order
     * @return the outputs: one, or values and indices
     * @throws FormulaException if an argument does not fit, or there is none
     */
    public static List<TapeVariable> allOf(Genred genred, TapeVariable... arguments) {
        Objects.requireNonNull(genred, "genred");
        Objects.requireNonNull(arguments, "arguments");
        if (arguments.length == 0) {
            throw new FormulaException("a reduction on a tape needs an argument, but none came for " + genred);
        }
        return allOf(Inside.of(genred), List.of(arguments));
    }

    private static List<TapeVariable> allOf(Differentiable reduction, List<TapeVariable> arguments) {
        return switch (reduction.differential()) {
            case Differential.AsSum() -> Reduced.outputs(reduction, arguments);
            case Differential.AtChosenPairs(var _) when Tensor.count(
                    reduction.evaluator().outputShapes(Tensors.of(arguments)).getFirst()) == 0 ->
                constants(reduction, arguments);
            case Differential.AtChosenPairs(ChosenPairs pairs) -> BatchElements.each(
                    reduction.arguments(), arguments, element -> Chosen.outputs(reduction, pairs, element));
            case Differential.AsShiftedSums(Differentiable largest, Differentiable sums) -> {
                TapeVariable m = allOf(largest, arguments).getFirst();
                TapeVariable shift = Elementwise.NEVER_SMALLEST.of(m);
                TapeVariable s = Reduced.outputs(
                        sums, Stream.concat(arguments.stream(), Stream.of(shift)).toList()).getFirst();
                int rank = m.value().rank();
                yield List.of(reduction.evaluator().plan().dim() == 1
                        ? m.concat(rank - 1, s)
                        : withAxis(m).concat(rank, withAxis(s)));
            }
            case Differential.ByJumps() -> constants(reduction, arguments);
        };
    }

    /** Appends an axis of size 1. */
    private static TapeVariable withAxis(TapeVariable variable) {
        return variable.reshape(LongStream.concat(LongStream.of(variable.shape()), LongStream.of(1)).toArray());
    }

    private static List<TapeVariable> constants(Differentiable reduction, List<TapeVariable> arguments) {
        Tape tape = arguments.getFirst().tape();
        return reduction.callAll(tape.arena(), Tensors.of(arguments)).stream().map(tape::constant).toList();
    }

    /**
     * The result of the reduction of a lazy tensor with one output.
     *
     * @param reduction the reduction
     * @param variables first the values of symbols, in the order of their positions; then variables whose {@linkplain
     *     TapeVariable#value values} are operands of the lazy tensor. Its other operands are constants
     * @throws FormulaException if a variable is no operand, or there are two outputs
     */
    public static TapeVariable of(LazyReduction reduction, TapeVariable... variables) {
        Objects.requireNonNull(reduction, "reduction");
        Objects.requireNonNull(variables, "variables");
        Object[] symbols = Tensors.of(List.of(variables).subList(0, Math.min(variables.length, reduction.symbols())));
        return of(reduction.genred(), matched(reduction.arguments(symbols), variables));
    }

    /**
     * The solution of a linear system, which can be differentiated by all arguments of the system and by the right-hand
     * side.
     *
     * @param system the system
     * @param arguments the arguments in order; with the right-hand side in place of the unknown
     * @throws FormulaException if an argument does not fit
     * @throws keops.UnsolvedException if the solver does not converge
     */
    public static TapeVariable solve(KernelSolve system, TapeVariable... arguments) {
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(arguments, "arguments");
        if (arguments.length == 0) {
            throw new FormulaException("a linear system on a tape needs an argument, but none came for " + system);
        }
        return new Solved(system).of(List.of(arguments));
    }

    /**
     * The result of a prepared kernel product.
     *
     * @param call the product
     * @param variables variables whose {@linkplain TapeVariable#value values} are among its arguments, including
     *     gammas. Its other arguments are constants
     * @throws FormulaException if a variable is no argument
     */
    public static TapeVariable of(KernelCall call, TapeVariable... variables) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(variables, "variables");
        return of(call.reduction(), matched(call.arguments(), variables));
    }

    /**
     * The result of a kernel product.
     *
     * @param product the kernel and the mode; its own gammas are not used
     * @param gammas one for each formula of the kernel: a vector for all pairs, or a matrix with a row per j; null for
     *     {@code linear}
     * @param x the variables indexed by i
     * @param y the variables indexed by j
     * @param tensors the tensors that the mode requires
     * @throws FormulaException if an argument does not fit
     */
    public static TapeVariable kernelProduct(
            KernelProduct product, List<TapeVariable> gammas, List<TapeVariable> x, List<TapeVariable> y,
            TapeVariable... tensors) {
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(gammas, "gammas");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(tensors, "tensors");
        KernelCall call = product
                .gamma(gammas.stream().map(gamma -> gamma == null ? null : gamma.value()).toArray())
                .prepare(values(x), values(y), (Object[]) Tensors.of(List.of(tensors)));
        return of(call.reduction(), Stream.of(gammas.stream().filter(Objects::nonNull), x.stream(), y.stream(),
                        Arrays.stream(tensors))
                .flatMap(variables -> variables)
                .toArray(TapeVariable[]::new));
    }

    private static List<Tensor> values(List<TapeVariable> variables) {
        return List.of(Tensors.of(variables));
    }

    /** For each tensor the variable with this value, else a constant. */
    private static TapeVariable[] matched(List<Tensor> tensors, TapeVariable... variables) {
        if (variables.length == 0) {
            throw new FormulaException("a reduction on a tape needs a variable, but none came");
        }
        for (TapeVariable variable : variables) {
            if (!tensors.contains(variable.value())) {
                throw new FormulaException("the variable " + variable + " is no argument of the reduction: use its"
                        + " value() where the reduction is made");
            }
        }
        var matched = new ArrayList<TapeVariable>();
        for (Tensor tensor : tensors) {
            matched.add(Arrays.stream(variables)
                    .filter(variable -> variable.value() == tensor)
                    .findFirst()
                    .orElseGet(() -> variables[0].tape().constant(tensor)));
        }
        return matched.toArray(TapeVariable[]::new);
    }
}
