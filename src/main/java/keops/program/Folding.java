package keops.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Meaning;
import keops.formula.Operators;

/**
 * Keeps sums over long vectors as loops: {@code Sum(f)}, where f is made component by component from vectors that do
 * not depend on the pair, and from scalars. Squared distances and scalar products in high dimensions are of this kind.
 */
final class Folding {
    /** Shorter sums are written out. */
    private static final int LONG = 3;

    private final ProgramBuilder outer;
    private final Function<Formula, int[]> components;
    private final ProgramBuilder body = ProgramBuilder.unlimited();
    private final List<List<Integer>> streams = new ArrayList<>();
    private final List<Integer> scalars = new ArrayList<>();
    private final Map<Formula, Integer> known = new HashMap<>();
    private final Set<Formula> foldable = new HashSet<>();

    Folding(ProgramBuilder outer, Function<Formula, int[]> components) {
        this.outer = outer;
        this.components = components;
    }

    /** Whether a call sums a long vector. */
    static boolean isLongSum(Call call) {
        return call.operator() == Operators.SUM && call.children().getFirst().dim() > LONG;
    }

    /** The value of a fold in the outer program, or nothing where the vector is not of the right kind. */
    OptionalInt sum(Formula vector) {
        if (!isPerPair(vector) || !canFold(vector)) {
            return OptionalInt.empty();
        }
        int term = term(vector);
        // Components, and derivatives, may depend on less than the formula does.
        return streams.isEmpty() || inputStage() != Stage.PAIR || body.stage(term) != Stage.PAIR
                ? OptionalInt.empty()
                : OptionalInt.of(outer.add(new Scalar.Fold(streams, scalars, body.build(List.of(term)))));
    }

    private Stage inputStage() {
        return Stream.concat(Stream.of(scalars), streams.stream())
                .flatMap(List::stream)
                .map(outer::stage)
                .reduce(Stage.CONSTANT, Stage::join);
    }

    private boolean canFold(Formula formula) {
        if (formula.dim() == 1 || !isPerPair(formula) || foldable.contains(formula)) {
            return true;
        }
        if (!(formula instanceof Call call)) {
            return false;
        }
        boolean result = switch (call.operator().meaning()) {
            case Meaning.Elementwise _ -> allFold(call.children());
            case Meaning.Definition _ -> canFold(call.expansion());
            case Meaning.Primitive _ -> false;
        };
        if (result) {
            foldable.add(formula);
        }
        return result;
    }

    private boolean allFold(List<Formula> formulas) {
        for (Formula formula : formulas) {
            if (!canFold(formula)) {
                return false;
            }
        }
        return true;
    }

    /** The value in the body of one component of a vector, or of a scalar. */
    private int term(Formula formula) {
        Integer term = known.get(formula);
        if (term == null) {
            term = formula.dim() == 1 || !isPerPair(formula) ? input(formula) : call((Call) formula);
            known.put(formula, term);
        }
        return term;
    }

    private int input(Formula formula) {
        int[] values = components.apply(formula);
        Stage stage = outer.stage(values[0]);
        if (values.length == 1) {
            if (outer.value(values[0]) instanceof Scalar.Constant(double value)) {
                return body.constant(value);
            }
            scalars.add(values[0]);
            return body.add(new Scalar.Supplied(scalars.size() - 1, stage));
        }
        streams.add(Arrays.stream(values).boxed().toList());
        return body.load(streams.size() - 1, 0, streamStage(values));
    }

    /** Components may be of several stages; the whole is of the latest. Even constants change from term to term. */
    private Stage streamStage(int[] values) {
        Stage stage = Stage.PARAMETER;
        for (int value : values) {
            stage = stage.join(outer.stage(value));
        }
        return stage;
    }

    private int call(Call call) {
        return switch (call.operator().meaning()) {
            case Meaning.Definition _ -> term(call.expansion());
            case Meaning.Elementwise(Meaning.ScalarValue value) -> value.of(body, call, terms(operands(call)));
            case Meaning.Primitive _ -> throw new IllegalStateException("not a term of a fold: " + call);
        };
    }

    /** The operands; of a product with those of each axis multiplied before, which is not done per pair then. */
    private static List<Formula> operands(Call call) {
        if (call.operator() != Operators.MULTIPLY) {
            return call.children();
        }
        var ofRows = new ArrayList<Formula>();
        var ofColumns = new ArrayList<Formula>();
        var others = new ArrayList<Formula>();
        var waiting = new ArrayDeque<Formula>(List.of(call));
        while (!waiting.isEmpty()) {
            Formula factor = waiting.pop();
            if (factor instanceof Call product && product.operator() == Operators.MULTIPLY && isPerPair(product)) {
                product.children().reversed().forEach(waiting::push);
            } else if (isPerPair(factor) || factor.dim() == 1) {
                others.add(factor);
            } else {
                (factor.dependsOn(Category.J) ? ofColumns : ofRows).add(factor);
            }
        }
        return ofRows.size() < 2 && ofColumns.size() < 2 ? call.children() : grouped(ofRows, ofColumns, others);
    }

    private static List<Formula> grouped(List<Formula> ofRows, List<Formula> ofColumns, List<Formula> others) {
        var factors = new ArrayList<Formula>();
        for (List<Formula> sameAxis : List.of(ofRows, ofColumns)) {
            if (!sameAxis.isEmpty()) {
                factors.add(product(sameAxis));
            }
        }
        factors.addAll(others);
        return List.of(product(factors.subList(0, factors.size() - 1)), factors.getLast());
    }

    private static Formula product(List<Formula> factors) {
        return factors.stream().reduce((f, g) -> Call.of(Operators.MULTIPLY, f, g)).orElseThrow();
    }

    private int[] terms(List<Formula> formulas) {
        int[] terms = new int[formulas.size()];
        for (int k = 0; k < terms.length; k++) {
            terms[k] = term(formulas.get(k));
        }
        return terms;
    }

    private static boolean isPerPair(Formula formula) {
        return formula.dependsOn(Category.I) && formula.dependsOn(Category.J);
    }
}
