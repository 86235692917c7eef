package keops.cachetool;

import java.util.List;
import java.util.Optional;
import keops.Genred;
import keops.GenredBuilder;
import keops.console.ReducedIndex;
import keops.reduction.Reduction;
import keops.tensor.DType;

/**
 * A request to compile the kernels of a reduction.
 *
 * @param formula the formula
 * @param weight the weight formula of a sum of exponentials
 * @param aliases the arguments in order
 * @param reduction the reduction
 * @param index the index that is reduced; it may be left out if nothing is indexed by j
 * @param dtypes the element types of the arguments
 * @param gradients the arguments by which gradients are compiled
 */
record Request(
        String formula,
        Optional<String> weight,
        List<String> aliases,
        Reduction reduction,
        Optional<ReducedIndex> index,
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
     * @throws keops.error.FormulaException if the formula or an alias is wrong, or the index is left out and needed
     */
    Genred genred() {
        GenredBuilder builder = Genred.of(formula, aliases.toArray(String[]::new)).reduction(reduction);
        weight.ifPresent(builder::weight);
        index.ifPresent(chosen -> chosen.applyTo(builder));
        return builder.build();
    }

    /**
     * Checks the request before anything is compiled.
     *
     * @throws keops.error.FormulaException if the formula, an alias or a gradient is wrong, or the index is left
     *     out and needed
     */
    void check() {
        Genred genred = genred();
        if (!gradients.isEmpty()) {
            genred.gradient(gradients.toArray(String[]::new));
        }
    }
}
