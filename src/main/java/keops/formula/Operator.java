package keops.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.text.Count;

/**
 * One row of the operator table: the name of an operator, the rule of its dimensions, its value and its derivative. The
 * rows are in families such as {@link ElementwiseOperators} and {@link VectorOperators}; {@link Operators} finds them
 * by name.
 *
 * <p>An operator has a value of its own ({@link Meaning.Primitive}, written in scalar arithmetic) or stands for another
 * formula ({@link Meaning.Definition}). The former says its {@link Derivative}; the latter has that of its formula, or
 * one of its own if that of the formula would be wrong somewhere. Immutable.
 */
public final class Operator {
    /** The dimension of the result, from checked counts of arguments and parameters. */
    interface DimensionRule {
        int dim(List<Formula> arguments, List<List<Integer>> parameters);
    }

    /**
     * A parameter: a whole number {@code 2}, or an index list {@code [2,3]}.
     *
     * @param name its name in the usage
     * @param isList whether it is an index list
     * @param isOptional whether it may be left out; only the last ones may
     */
    record Parameter(String name, boolean isList, boolean isOptional) {
        /** Reads {@code m:number}, {@code dims:list} or {@code perm:list?}. */
        static Parameter of(String text) {
            int colon = text.indexOf(':');
            boolean optional = text.endsWith("?");
            String kind = text.substring(colon + 1, text.length() - (optional ? 1 : 0));
            return new Parameter(text.substring(0, colon), kind.equals("list"), optional);
        }
    }

    private final String name;
    private final int minArguments;
    private final int maxArguments;
    private final List<Parameter> parameters;
    private final int minParameters;
    private final DimensionRule rule;
    private final String usage;
    private final String dimensions;
    private final String mathematics;
    private final Meaning meaning;
    private final Derivative derivative;

    private Operator(Builder builder, Meaning meaning) {
        this.name = builder.name;
        this.minArguments = builder.minArguments;
        this.maxArguments = builder.maxArguments;
        this.parameters = builder.parameters;
        this.minParameters = (int) parameters.stream().filter(p -> !p.isOptional()).count();
        this.rule = Objects.requireNonNull(builder.rule, "rule");
        this.usage = builder.usage;
        this.dimensions = builder.dimensions;
        this.mathematics = builder.mathematics;
        this.meaning = meaning;
        this.derivative = Objects.requireNonNull(builder.derivative, () -> "no derivative of " + name);
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

    /** Its derivative. */
    public Derivative derivative() {
        return derivative;
    }

    /** Whether it acts component by component, scalars being repeated. */
    public boolean isElementwise() {
        return meaning instanceof Meaning.Elementwise;
    }

    /** The parameters, in the order they are written. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** The most formulas that it takes; any number of them if it is the largest int. */
    public int maxArguments() {
        return maxArguments;
    }

    /** Checks that there are as many arguments and parameters as the usage says, and of the right kinds. */
    void check(int arguments, List<List<Integer>> given) {
        if (arguments < minArguments || arguments > maxArguments
                || given.size() < minParameters || given.size() > parameters.size()) {
            throw new FormulaException(name + " is written " + usage + ", but has "
                    + Count.of(arguments + given.size(), "argument"));
        }
        for (int k = 0; k < given.size(); k++) {
            Parameter parameter = parameters.get(k);
            if (!parameter.isList && given.get(k).size() != 1) {
                throw new FormulaException("'" + parameter.name + "' in " + usage
                        + " is a whole number, but an index list came");
            }
        }
    }

    int dim(List<Formula> arguments, List<List<Integer>> given) {
        return rule.dim(arguments, given);
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
        private String calledInMessages;
        private int minArguments;
        private int maxArguments;
        private List<Parameter> parameters = List.of();
        private DimensionRule rule;
        private String usage;
        private String dimensions;
        private String mathematics;
        private Derivative derivative;

        private Builder(String name) {
            this.name = name;
            this.calledInMessages = name;
        }

        /** The words for it in messages, if it is written as a sign. */
        Builder called(String words) {
            this.calledInMessages = words;
            return this;
        }

        /**
         * How it is written: {@code "f"} and {@code "g"} are formulas; {@code "m:number"} and {@code "dims:list"} are
         * parameters, which come after the formulas; {@code "w?"} and {@code "perm:list?"} may be left out.
         */
        Builder usage(String... parts) {
            var names = new StringBuilder();
            var kinds = new ArrayList<Parameter>();
            for (String part : parts) {
                String separator = names.isEmpty() ? "" : ",";
                if (part.contains(":")) {
                    Parameter parameter = Parameter.of(part);
                    kinds.add(parameter);
                    names.append(parameter.isOptional
                            ? "[" + separator + parameter.name + "]"
                            : separator + parameter.name);
                } else if (part.endsWith("?")) {
                    maxArguments++;
                    names.append('[').append(separator).append(part, 0, part.length() - 1).append(']');
                } else {
                    minArguments++;
                    names.append(separator).append(part);
                }
            }
            this.maxArguments += minArguments;
            this.parameters = List.copyOf(kinds);
            this.usage = name + "(" + names + ")";
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

        /** The partial derivative by each argument, of an elementwise operator. */
        Builder partials(Derivative.Partial... ofArguments) {
            this.derivative = new Derivative.Partials(List.of(ofArguments));
            return this;
        }

        /** The cotangent of each argument from that of the value. */
        Builder pullback(Derivative.Pullback pullback) {
            this.derivative = new Derivative.Transposed(pullback);
            return this;
        }

        /** The cotangent of each argument, which has the components of that of the value in other places. */
        Builder rearrangement(Derivative.Pullback pullback) {
            this.derivative = new Derivative.Rearranged(pullback);
            return this;
        }

        /** The guards under which each argument is selected. */
        Builder choice(Derivative.Choice choice) {
            this.derivative = new Derivative.Chosen(choice);
            return this;
        }

        /** The value is piecewise constant. */
        Builder piecewiseConstant() {
            this.derivative = new Derivative.PiecewiseConstant();
            return this;
        }

        /** Its value, component by component: the operator is elementwise. */
        Operator elementwise(Meaning.ScalarValue value) {
            this.dimensions = maxArguments == 1 ? "D -> D" : "each D or 1 -> D";
            this.rule = (arguments, given) -> Dimensions.broadcast(calledInMessages, arguments);
            return new Operator(this, new Meaning.Elementwise(value));
        }

        /** Its value, from all components of the arguments. */
        Operator value(Meaning.VectorValue value) {
            return new Operator(this, new Meaning.Primitive(value));
        }

        /** The formula that it stands for, whose derivative it has unless it was given one of its own. */
        Operator definition(Meaning.Expansion expansion) {
            if (derivative == null) {
                this.derivative = new Derivative.OfDefinition();
            }
            return new Operator(this, new Meaning.Definition(expansion));
        }
    }
}
