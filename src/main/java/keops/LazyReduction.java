package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import keops.call.Arguments;
import keops.call.Home;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.lazy.LazyOperands;
import keops.lazy.Operand;
import keops.tensor.Tensor;
import keops.text.Count;

/**
 * A reduction of a {@link LazyTensor} that is ready to run. Where the lazy tensor has symbols in the place of tensors,
 * they are given to the call, in the order of their positions. It may be called from many threads at once.
 */
public final class LazyReduction {
    private final Genred genred;
    private final LazyOperands operands;
    /** Null where nobody has named one. */
    private final Arena arena;

    LazyReduction(Genred genred, LazyOperands operands, Arena arena) {
        this.genred = genred;
        this.operands = operands;
        this.arena = arena;
    }

    /** The generic reduction behind it. */
    public Genred genred() {
        return genred;
    }

    /** What results live in, where a call names nothing else. */
    Arena arena() {
        return arena == null ? Arena.ofAuto() : arena;
    }

    /** The number of symbols, whose tensors are given to the call. */
    public int symbols() {
        return operands.symbols().size();
    }

    /**
     * The arguments of {@link #genred}, in its order.
     *
     * @param given what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @throws FormulaException if there is more or less than the symbols
     */
    public List<Tensor> arguments(Object... given) {
        Object[] symbols = Arguments.whole(Objects.requireNonNull(given, "symbols"));
        List<Operand.Symbol> expected = operands.symbols();
        if (symbols.length != expected.size()) {
            throw new FormulaException("this lazy reduction has " + Count.of(expected.size(), "symbol") + " " + expected
                    + ", but " + Count.of(symbols.length, "tensor") + " for them came");
        }
        List<Variable> places = IntStream.range(0, expected.size()).mapToObj(k -> expected.get(k).variable(k)).toList();
        Tensor[] tensors = Arguments.of(places, operands.dtype(), symbols);
        var arguments = new ArrayList<Tensor>();
        for (Operand operand : operands.list()) {
            arguments.add(switch (operand) {
                case Operand.Given(Tensor tensor, var _) -> tensor;
                case Operand.Symbol symbol -> tensors[expected.indexOf(symbol)];
            });
        }
        return arguments;
    }

    /**
     * Computes a reduction with one output, into the arena of the lazy tensor.
     *
     * @param symbols what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @throws FormulaException if there is more or less than the symbols, one does not fit, or there are two outputs
     */
    public Tensor call(Object... symbols) {
        return call(arena(), symbols);
    }

    /** As {@link #call(Object...)}, for tensors. */
    public Tensor call(Tensor... symbols) {
        return call((Object[]) symbols);
    }

    /**
     * Computes a reduction with one output.
     *
     * @param arena what the result lives in
     * @param symbols what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @throws FormulaException if there is more or less than the symbols, one does not fit, or there are two outputs
     */
    public Tensor call(Arena arena, Object... symbols) {
        Arguments.requireArena(arena);
        return genred.call(arena, arguments(symbols).toArray(Tensor[]::new));
    }

    /** As {@link #call(Arena, Object...)}, for tensors. */
    public Tensor call(Arena arena, Tensor... symbols) {
        return call(arena, (Object[]) symbols);
    }

    /**
     * Computes a reduction with one output into the caller's memory.
     *
     * @param output the result, as for {@link Genred#callInto}
     * @param symbols what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @throws FormulaException if there is more or less than the symbols, or something does not fit
     */
    public void callInto(Object output, Object... symbols) {
        Objects.requireNonNull(output, "output");
        genred.callInto(output, arguments(symbols).toArray());
    }

    /**
     * Computes a reduction, into the arena of the lazy tensor.
     *
     * @param symbols what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @return the outputs: one, or values and indices
     * @throws FormulaException if there is more or less than the symbols, or one does not fit
     */
    public List<Tensor> callAll(Object... symbols) {
        return callAll(arena(), symbols);
    }

    /** As {@link #callAll(Object...)}, for tensors. */
    public List<Tensor> callAll(Tensor... symbols) {
        return callAll((Object[]) symbols);
    }

    /**
     * Computes a reduction.
     *
     * @param arena what the results live in
     * @param symbols what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @return the outputs: one, or values and indices
     * @throws FormulaException if there is more or less than the symbols, or one does not fit
     */
    public List<Tensor> callAll(Arena arena, Object... symbols) {
        Arguments.requireArena(arena);
        return genred.callAll(arena, arguments(symbols).toArray(Tensor[]::new));
    }

    /** As {@link #callAll(Arena, Object...)}, for tensors. */
    public List<Tensor> callAll(Arena arena, Tensor... symbols) {
        return callAll(arena, (Object[]) symbols);
    }

    /**
     * The gradients of {@code sum (cotangent * result)} by some tensors, into the arena of the lazy tensor; the
     * arguments are those of {@link #gradients(Arena, Object, List, Object...)}.
     */
    public List<Tensor> gradients(Object cotangent, List<Tensor> by, Object... symbols) {
        return gradients(arena(), cotangent, by, symbols);
    }

    /**
     * The gradients of {@code sum (cotangent * result)} by some tensors. Where a tensor is an operand more than once,
     * indexed by i and by j, its gradient is the sum over all its places. For gradients of gradients, and parts of
     * larger computations, see {@link keops.autograd.Reductions}.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param by operands of the lazy tensor, the same objects that it was made of, or tensors in the place of symbols
     * @param symbols what stands in the place of symbols, in the order of their positions, as for
     *     {@link Genred#call(Arena, Object...)}
     * @return one for each tensor, of its shape
     * @throws FormulaException if a tensor is no operand, or something does not fit
     */
    public List<Tensor> gradients(Arena arena, Object cotangent, List<Tensor> by, Object... symbols) {
        Objects.requireNonNull(cotangent, "cotangent");
        Objects.requireNonNull(by, "by");
        Arguments.requireArena(arena);
        List<Tensor> arguments = arguments(symbols);
        List<Variable> places =
                genred.arguments().stream().filter(v -> by.contains(arguments.get(v.position()))).toList();
        for (Tensor tensor : by) {
            if (!arguments.contains(tensor)) {
                throw new FormulaException("the tensor " + tensor.description() + " is no operand of " + genred);
            }
        }
        List<Tensor> gradients = genred.gradient(places).call(arena, cotangent, arguments.toArray());
        return by.stream()
                .map(tensor -> IntStream.range(0, places.size())
                        .filter(k -> arguments.get(places.get(k).position()) == tensor)
                        .mapToObj(gradients::get)
                        .reduce((a, b) -> Home.sum(arena, a, b))
                        .orElseThrow())
                .toList();
    }

    /** The reduction in words: {@code Sum over j of Exp(-SqDist(x0,y1))}. */
    @Override
    public String toString() {
        return genred.toString();
    }
}
