package keops;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.formula.Variable;

/** The arguments by which a reduction is differentiated. */
final class ArgumentNames {
    private ArgumentNames() {}

    /** The arguments of some names; without names all of them. */
    static List<Variable> find(List<Variable> arguments, String... names) {
        Objects.requireNonNull(names, "names");
        return names.length == 0
                ? arguments
                : Arrays.stream(names).map(name -> find(arguments, name)).toList();
    }

    /** The arguments of some names, none of which comes twice; without names all of them. */
    static List<Variable> distinct(List<Variable> arguments, String... names) {
        List<Variable> variables = find(arguments, names);
        require(arguments, variables);
        return variables;
    }

    private static Variable find(List<Variable> arguments, String name) {
        Objects.requireNonNull(name, "name");
        return arguments.stream()
                .filter(variable -> !name.isEmpty() && variable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FormulaException(
                        "there is no argument '" + name + "'; the arguments are " + arguments));
    }

    /** Refuses variables that are no arguments, or come twice. */
    static void require(List<Variable> arguments, List<Variable> variables) {
        Objects.requireNonNull(variables, "variables");
        if (variables.stream().distinct().count() != variables.size()) {
            throw new FormulaException("an argument is named twice: " + variables);
        }
        for (Variable variable : variables) {
            if (!arguments.contains(variable)) {
                throw new FormulaException(variable + " is no argument; the arguments are " + arguments);
            }
        }
    }
}
