package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Extent;
import keops.program.Program;

/**
 * Orders products, as {@link OrderProducts} does, and takes factors that are the same for all terms of a sum out of it:
 * of the 2n outputs, the first n are to be summed, and the sums are to be multiplied by the last n.
 *
 * @param extents what each output has a sum for: outputs of one extent lie side by side
 */
public record FactorSums(List<Extent> extents) implements Pass {
    /** Copies the list. */
    public FactorSums {
        extents = List.copyOf(extents);
    }

    @Override
    public int outputs(int before) {
        return 2 * before;
    }

    @Override
    public Program apply(Program program) {
        return new ProductRewriting(program) {
            @Override
            List<Integer> outputs() {
                var summed = new ArrayList<Integer>();
                var factors = new ArrayList<Integer>();
                for (int k = 0; k < extents.size(); k++) {
                    Extent extent = extents.get(k);
                    if (k == 0 || extent != extents.get(k - 1)) {
                        beginSum(extent::isFixed);
                    }
                    Factors product = new Factors();
                    collect(program.outputs().get(k), true, product);
                    summed.add(product.varying(builder, extent::isFixed));
                    factors.add(product.fixed(builder, extent::isFixed));
                }
                summed.addAll(factors);
                return summed;
            }
        }.run();
    }
}
