package keops.formula;

import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;

/**
 * One row of the operator table: how an operator is called, which dimensions fit, what its value is. The rows are in
 * {@link ElementwiseOperators} and {@link VectorOperators}; {@link Operators} finds them by name.
 *
 * <p>An operator has a value of its own ({@link Meaning.Primitive}, written in scalar arithmetic) or stands for another
 * formula ({@link Meaning.Definition}).
 */
public final class Operator {
    /** The dimension of the result, from checked counts of arguments and parameters. */
    interface DimensionRule {
        int dim(List<Formula> arguments, List<List<Integer>> parameters);
    }

    /** What a parameter is in text: {@code 2}, or an index list {@code [2,3]}. */
    enum Parameter {
        NUMBER,
        LIST
    }

    private final String name;
    private final int minArguments;
    private final int maxArguments;
    private final List<Parameter> parameters;
    private final DimensionRule rule;
    private final String usage;
    private final String dimensions;
    private final String mathematics;
    private final Meaning meaning;

    private Operator(Builder builder, Meaning meaning) {
        this.name = builder.name;
        this.minArguments = builder.minArguments;
        this.maxArguments = builder.maxArguments;
        this.parameters = builder.parameters;
        this.rule = Objects.requireNonNull(builder.rule, "rule");
        this.usage = builder.usage;
        this.dimensions = builder.dimensions;
        this.mathematics = builder.mathematics;
        this.meaning = meaning;
    }

    /** The name in formulas, such as {@code SqDist}. */
    public String name() {
        return name;
    }

    /** How it is written, such as {@code Extract(f,start,dim)}. */
    public String usage() {
        return usage;
    }

    /** The dimensions of arguments and result, such as {@code D -> 1}. */
    public String dimensions() {
        return dimensions;
    }

    /** One line of mathematics. */
    public String mathematics() {
        return mathematics;
    }

    /** What it computes. */
    public Meaning meaning() {
        return meaning;
    }

    /** Whether it acts component by component, scalars being repeated. */
    public boolean isElementwise() {
        return meaning instanceof Meaning.Elementwise;
    }

    List<Parameter> parameterKinds() {
        return parameters;
    }

    int minArguments() {
        return minArguments;
    }

    int maxArguments() {
        return maxArguments;
    }

    void checkCounts(int arguments, int given) {
        if (arguments < minArguments || arguments > maxArguments || given != parameters.size()) {
            throw new FormulaException(name + " is written " + usage + ", but has "
                    + plural(arguments, "argument") + (parameters.isEmpty() && given == 0 ? "" : " and "
                    + plural(given, "whole-number parameter")));
        }
    }

    int dim(List<Formula> arguments, List<List<Integer>> given) {
        return rule.dim(arguments, given);
    }

    static String plural(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        return name;
    }

    /** Starts a row of the table. */
    static Builder named(String name) {
        return new Builder(name);
    }

    /** The parts of a row, in the order they are read. */
    static final class Builder {
        private final String name;
        private int minArguments;
        private int maxArguments;
        private List<Parameter> parameters = List.of();
        private DimensionRule rule;
        private String usage;
        private String dimensions;
        private String mathematics;

        private Builder(String name) {
            this.name = name;
        }

        /** How it is written: {@code "f,g"} are formulas, {@code "m:number"} and {@code "dims:list"} parameters. */
        Builder usage(String... parts) {
            var kinds = new java.util.ArrayList<Parameter>();
            var names = new java.util.ArrayList<String>();
            for (String part : parts) {
                int colon = part.indexOf(':');
                if (colon < 0) {
                    minArguments++;
                    names.add(part);
                } else {
                    kinds.add(part.endsWith(":list") ? Parameter.LIST : Parameter.NUMBER);
                    names.add(part.substring(0, colon));
                }
            }
            this.maxArguments = minArguments;
            this.parameters = List.copyOf(kinds);
            this.usage = name + "(" + String.join(",", names) + ")";
            return this;
        }

        /** Allows any number of further arguments. */
        Builder andMore() {
            this.maxArguments = Integer.MAX_VALUE;
            this.usage = usage.substring(0, usage.length() - 1) + ",...)";
            return this;
        }

        /** The dimensions, in words and as a rule. */
        Builder dimensions(String text, DimensionRule dimensionRule) {
            this.dimensions = text;
            this.rule = dimensionRule;
            return this;
        }

        /** One line of mathematics. */
        Builder mathematics(String text) {
            this.mathematics = text;
            return this;
        }

        /** Its value, component by component: the operator is elementwise. */
        Operator elementwise(Meaning.ScalarValue value) {
            this.dimensions = maxArguments == 1 ? "D -> D" : "each D or 1 -> D";
            this.rule = (arguments, given) -> Dimensions.broadcast(name, arguments);
            return new Operator(this, new Meaning.Elementwise(value));
        }

        /** Its value, from all components of the arguments. */
        Operator value(Meaning.VectorValue value) {
            return new Operator(this, new Meaning.Primitive(value));
        }

        /** The formula that it stands for. */
        Operator definition(Meaning.Expansion expansion) {
            return new Operator(this, new Meaning.Definition(expansion));
        }
    }
}
