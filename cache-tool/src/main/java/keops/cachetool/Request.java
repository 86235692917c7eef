package keops.cachetool;

import java.util.List;
import java.util.Optional;
import keops.Genred;
import keops.GenredBuilder;
import keops.reduction.Reduction;
import keops.tensor.DType;

/**
 * A reduction whose kernels are wanted before it is first called.
 *
 * @param formula the formula
 * @param weight the weight formula of a sum of exponentials
 * @param aliases the arguments in order
 * @param reduction what is made of the values along the axis
 * @param axis the axis that is reduced
 * @param dtypes the element types of the arguments to come
 * @param gradients the arguments that its gradient will be taken by
 */
record Request(
        String formula,
        Optional<String> weight,
        List<String> aliases,
        Reduction reduction,
        int axis,
        List<DType> dtypes,
        List<String> gradients) {
    /** Copies the lists. */
    Request {
        aliases = List.copyOf(aliases);
        dtypes = List.copyOf(dtypes);
        gradients = List.copyOf(gradients);
    }

    /**
     * The reduction itself.
     *
     * @throws keops.error.FormulaException if the formula, an alias or the axis is wrong
     */
    Genred genred() {
        GenredBuilder builder = Genred.of(formula, aliases.toArray(String[]::new)).reduction(reduction).axis(axis);
        return weight.map(builder::weight).orElse(builder).build();
    }

    /**
     * Checks all that can be wrong before anything is compiled.
     *
     * @throws keops.error.FormulaException if the formula, an alias, the axis or a gradient is wrong
     */
    void check() {
        Genred genred = genred();
        if (!gradients.isEmpty()) {
            genred.gradient(gradients.toArray(String[]::new));
        }
    }
}
