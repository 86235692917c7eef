package keops.formula;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import keops.error.FormulaException;
import keops.text.TokenReader;

/**
 * The arguments of a reduction, from their aliases and from the variables that the formulas themselves declare ({@code
 * Vi(0,3)}, {@code Var(3,1,1)}). An alias without a position takes its rank in the list. Not thread-safe.
 */
public final class Declarations {
    private final Map<String, Variable> byName = new LinkedHashMap<>();
    private final TreeMap<Integer, Variable> byPosition = new TreeMap<>();

    private Declarations() {}

    /**
     * Reads the aliases.
     *
     * @throws FormulaException if one is malformed, a name is declared twice, or two arguments share a position
     */
    public static Declarations of(String... aliases) {
        Objects.requireNonNull(aliases, "aliases");
        if (aliases.length > Limits.ARGUMENTS) {
            throw new FormulaException(
                    aliases.length + " aliases are too many (at most " + Limits.ARGUMENTS + ")");
        }
        var declarations = new Declarations();
        for (int rank = 0; rank < aliases.length; rank++) {
            Alias alias;
            try {
                alias = Alias.parse(aliases[rank]);
            } catch (FormulaException e) {
                throw new FormulaException("alias " + rank + ": " + e.getMessage(), e);
            }
            var variable = new Variable(alias.name(), alias.position().orElse(rank), alias.dim(), alias.category());
            declarations.addAlias(rank, variable);
        }
        return declarations;
    }

    private void addAlias(int rank, Variable variable) {
        if (!variable.name().isEmpty() && byName.putIfAbsent(variable.name(), variable) != null) {
            throw new FormulaException("alias " + rank + ": the name '" + TokenReader.shortened(variable.name())
                    + "' is declared twice");
        }
        Variable other = byPosition.putIfAbsent(variable.position(), variable);
        if (other != null) {
            throw new FormulaException("alias " + rank + ": position " + variable.position()
                    + " is taken by " + Printer.declaration(other) + " already");
        }
    }

    /** The variable of a name, or null. */
    Variable named(String name) {
        return byName.get(name);
    }

    /** The names. */
    Set<String> names() {
        return byName.keySet();
    }

    /** A variable declared inside a formula: a new argument, or one that is declared alike already. */
    Variable inFormula(Variable variable) {
        Variable declared = byPosition.putIfAbsent(variable.position(), variable);
        if (declared == null) {
            return variable;
        }
        if (!declared.equals(variable)) {
            throw new FormulaException("argument " + variable.position() + " is declared twice, as "
                    + Printer.declaration(declared) + " and as " + Printer.declaration(variable));
        }
        return declared;
    }

    /** Whether an argument, or one of these formulas of the arguments, is indexed by {@code index}. */
    public boolean anyIndexedBy(Category index, List<Formula> formulas) {
        Objects.requireNonNull(index, "index");
        Objects.requireNonNull(formulas, "formulas");
        return byPosition.values().stream().anyMatch(argument -> argument.category() == index)
                || formulas.stream().anyMatch(formula -> formula.dependsOn(index));
    }

    /**
     * The arguments in the order of their positions.
     *
     * @throws FormulaException if a position between two arguments is not declared
     */
    public List<Variable> arguments() {
        var arguments = new ArrayList<Variable>();
        byPosition.forEach((position, variable) -> {
            if (position != arguments.size()) {
                throw new FormulaException("argument " + arguments.size() + " is not declared, but argument "
                        + position + " is (" + Printer.declaration(variable) + "): positions start at 0 without gaps");
            }
            arguments.add(variable);
        });
        return List.copyOf(arguments);
    }
}
