package keops.program;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Category;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Index;
import keops.formula.Meaning;
import keops.formula.Variable;
import keops.formula.Zero;

/**
 * Formula to program: vectors become their components, definitions are expanded, equal values are shared. The axis is
 * settled here: stage I is always the index of the output and J the index that is reduced.
 */
public final class Lower {
    private final ProgramBuilder builder = ProgramBuilder.limited();
    private final Map<Formula, int[]> known = new HashMap<>();
    private final Set<Call> unfolded = new HashSet<>();
    private final Category rows;

    private Lower(Category rows) {
        this.rows = rows;
    }

    /**
     * Lowers some formulas to one program, whose outputs are their components one after the other.
     *
     * @param formulas the formulas
     * @param rows the category of the output: {@link Category#I} to reduce over j, {@link Category#J} to reduce over i
     * @throws FormulaException if the program would be too large
     */
    public static Program apply(List<Formula> formulas, Category rows) {
        return ifFits(formulas, rows).orElseThrow(() -> new FormulaException("the formula needs more than "
                + Program.LARGEST + " scalar operations per pair; use smaller dimensions"));
    }

    /** The same program, or nothing if it would be too large. */
    public static Optional<Program> ifFits(List<Formula> formulas, Category rows) {
        var lower = new Lower(rows);
        try {
            List<Integer> outputs = formulas.stream()
                    .flatMapToInt(formula -> Arrays.stream(lower.components(formula)))
                    .boxed()
                    .toList();
            return Optional.of(lower.builder.build(outputs));
        } catch (ProgramBuilder.TooLarge _) {
            return Optional.empty();
        }
    }

    /** The components of a formula, those of its parts first: a loop, as formulas are deeper than stacks may be. */
    private int[] components(Formula root) {
        var waiting = new ArrayDeque<Formula>(List.of(root));
        while (!waiting.isEmpty()) {
            Formula formula = waiting.peek();
            if (known.containsKey(formula) || isFolded(formula)) {
                waiting.pop();
                continue;
            }
            List<Formula> missing = parts(formula).stream().filter(part -> !known.containsKey(part)).toList();
            if (missing.isEmpty()) {
                known.put(waiting.pop(), made(formula));
            }
            missing.reversed().forEach(waiting::push);
        }
        return known.get(root);
    }

    /** Whether a formula is a sum that stays a loop, known from now on: its long vectors need not be written out. */
    private boolean isFolded(Formula formula) {
        if (!(formula instanceof Call call) || !Folding.isLongSum(call) || !unfolded.add(call)) {
            return false;
        }
        OptionalInt fold = new Folding(builder, this::components).sum(call.children().getFirst());
        fold.ifPresent(value -> known.put(call, new int[] {value}));
        return fold.isPresent();
    }

    /** What a formula is made of: the arguments, or what a definition stands for. */
    private List<Formula> parts(Formula formula) {
        return formula instanceof Call call && call.operator().meaning() instanceof Meaning.Definition
                ? List.of(call.expansion())
                : formula.children();
    }

    private int[] made(Formula formula) {
        int[] components = switch (formula) {
            case Variable v -> variable(v);
            case Constant c -> new int[] {builder.constant(c.value())};
            case Zero z -> repeated(builder.constant(0), z.dim());
            case Index i -> new int[] {builder.index(stage(i.category()))};
            case Call call -> call(call);
        };
        builder.request(components.length);
        return components;
    }

    private int[] variable(Variable v) {
        int[] components = new int[v.dim()];
        for (int k = 0; k < components.length; k++) {
            components[k] = builder.load(v.position(), k, stage(v.category()));
        }
        return components;
    }

    private Stage stage(Category category) {
        if (category == Category.PARAMETER) {
            return Stage.PARAMETER;
        }
        return category == rows ? Stage.ROW : Stage.COLUMN;
    }

    private int[] call(Call call) {
        return switch (call.operator().meaning()) {
            case Meaning.Definition _ -> known.get(call.expansion());
            case Meaning.Primitive(Meaning.VectorValue value) -> value.of(builder, call, arguments(call));
            case Meaning.Elementwise(Meaning.ScalarValue value) -> elementwise(call, value);
        };
    }

    private int[][] arguments(Call call) {
        return call.children().stream().map(known::get).toArray(int[][]::new);
    }

    private int[] elementwise(Call call, Meaning.ScalarValue value) {
        int[][] arguments = arguments(call);
        int[] components = new int[call.dim()];
        int[] scalars = new int[arguments.length];
        for (int k = 0; k < components.length; k++) {
            for (int a = 0; a < arguments.length; a++) {
                scalars[a] = arguments[a][arguments[a].length == 1 ? 0 : k];
            }
            components[k] = value.of(builder, call, scalars);
        }
        return components;
    }

    private static int[] repeated(int value, int count) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }
}
