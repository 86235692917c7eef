package keops.cachetool;

import java.util.List;
import java.util.Optional;
import keops.Genred;
import keops.GenredBuilder;
import keops.reduction.Reduction;
import keops.tensor.DType;

/**
 * A request to compile the kernels of a reduction.
 *
 * @param formula the formula
 * @param weight the weight formula of a sum of exponentials
 * @param aliases the arguments in order
 * @param reduction the reduction
 * @param axis the axis of the reduction
 * @param dtypes the element types of the arguments
 * @param gradients the arguments by which gradients are compiled
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
     * The reduction.
     *
     * @throws keops.error.FormulaException if the formula, an alias or the axis is wrong
     */
    Genred genred() {
        GenredBuilder builder = Genred.of(formula, aliases.toArray(String[]::new)).reduction(reduction).axis(axis);
        return weight.map(builder::weight).orElse(builder).build();
    }

    /**
     * Checks the request before anything is compiled.
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
