package keops.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The components of formulas as numbered values of a scalar arithmetic, which computes them as they are asked for. */
final class ScalarComponents {
    private final Scalars scalars;
    private final Map<Formula, int[]> known;

    /** With the values of variables and indices that are known; the others are NaN. */
    ScalarComponents(Scalars scalars, Map<Formula, int[]> known) {
        this.scalars = scalars;
        this.known = known;
    }

    int[] of(Formula root) {
        Walk.partsFirst(root, known::containsKey, ScalarComponents::parts,
                formula -> known.put(formula, made(formula)));
        return known.get(root);
    }

    private static List<Formula> parts(Formula formula) {
        return formula instanceof Call call && call.operator().meaning() instanceof Meaning.Definition
                ? List.of(call.expansion())
                : formula.children();
    }

    private int[] made(Formula formula) {
        return switch (formula) {
            case Constant(double value) -> new int[] {scalars.constant(value)};
            case Zero(int dim) -> repeated(scalars.constant(0), dim);
            case Index _, Variable _ -> repeated(scalars.constant(Double.NaN), formula.dim());
            case Call call -> {
                int[][] arguments = call.children().stream().map(known::get).toArray(int[][]::new);
                yield switch (call.operator().meaning()) {
                    case Meaning.Definition _ -> known.get(call.expansion());
                    case Meaning.Primitive(Meaning.VectorValue value) -> value.of(scalars, call, arguments);
                    case Meaning.Elementwise(Meaning.ScalarValue value) -> {
                        int[] components = new int[call.dim()];
                        Arrays.setAll(components, k -> value.of(scalars, call, Arrays.stream(arguments)
                                .mapToInt(argument -> argument[argument.length == 1 ? 0 : k])
                                .toArray()));
                        yield components;
                    }
                };
            }
        };
    }

    private static int[] repeated(int value, int count) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }
}
