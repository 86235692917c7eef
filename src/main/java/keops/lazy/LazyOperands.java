package keops.lazy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Variable;
import keops.tensor.DType;

/**
 * The arguments of a formula. They are distinct, their tensors are computed in the same type, and those of the same
 * category have equally many rows. The operand at a position is the variable of that position. Immutable.
 *
 * @param list the operands
 */
public record LazyOperands(List<Operand> list) {
    /** No operands. */
    public static final LazyOperands NONE = new LazyOperands(List.of());

    /** Copies the list. */
    public LazyOperands {
        list = List.copyOf(list);
    }

    /**
     * The union: these operands, followed by those of the others that are not among them.
     *
     * @throws FormulaException if element types, numbers of rows or declarations of symbols differ
     */
    public LazyOperands and(LazyOperands others) {
        var merged = new ArrayList<>(list);
        for (Operand other : others.list) {
            if (!merged.contains(other)) {
                merged.forEach(operand -> requireAgreement(operand, other));
                merged.add(other);
            }
        }
        return merged.size() == list.size() ? this : new LazyOperands(merged);
    }

    private static void requireAgreement(Operand first, Operand second) {
        if (first instanceof Operand.Given a && second instanceof Operand.Given b) {
            boolean areFloating = a.tensor().dtype().isFloating() && b.tensor().dtype().isFloating();
            if (areFloating && a.tensor().dtype().compute() != b.tensor().dtype().compute()) {
                throw new FormulaException("either all tensors are float64 or none, but " + a + " and " + b + " meet");
            }
            if (a.category() == b.category() && a.category() != Category.PARAMETER
                    && a.rows() != b.rows()) {
                throw new FormulaException("all tensors indexed by " + (a.category() == Category.I ? "i" : "j")
                        + " must have the same number of rows, but " + a + " and " + b + " meet");
            }
        }
        if (first instanceof Operand.Symbol a && second instanceof Operand.Symbol b && a.position() == b.position()) {
            throw new FormulaException("symbol " + a.position() + " is declared twice, as " + a + " and as " + b);
        }
    }

    /** The variables of the operands. */
    public List<Variable> variables() {
        return IntStream.range(0, list.size()).mapToObj(k -> list.get(k).variable(k)).toList();
    }

    /** The positions of the given operands among these. */
    public int[] positionsOf(LazyOperands others) {
        return others.list.stream().mapToInt(list::indexOf).toArray();
    }

    /** The same operands with i and j exchanged. */
    public LazyOperands transposed() {
        return new LazyOperands(list.stream().map(Operand::transposed).toList());
    }

    /** The placeholders, in the order of their positions. */
    public List<Operand.Symbol> symbols() {
        return list.stream()
                .filter(Operand.Symbol.class::isInstance)
                .map(Operand.Symbol.class::cast)
                .sorted((a, b) -> Integer.compare(a.position(), b.position()))
                .toList();
    }

    /** The number of rows i or j: 1 if no operand is indexed by it, and empty if only placeholders are. */
    public OptionalLong rows(Category category) {
        boolean isIndexed = false;
        for (Operand operand : list) {
            if (operand.category() == category) {
                isIndexed = true;
                if (operand instanceof Operand.Given given) {
                    return OptionalLong.of(given.rows());
                }
            }
        }
        return isIndexed ? OptionalLong.empty() : OptionalLong.of(1);
    }

    /** The type in which the tensors are computed; float64 if all are integers, or there are none. */
    public DType dtype() {
        return list.stream()
                .filter(Operand.Given.class::isInstance)
                .map(operand -> ((Operand.Given) operand).tensor().dtype())
                .filter(DType::isFloating)
                .map(DType::compute)
                .findFirst()
                .orElse(DType.FLOAT64);
    }
}
