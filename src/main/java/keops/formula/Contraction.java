package keops.formula;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keops.error.FormulaException;

/**
 * The sum over common axes of two tensors that are flattened row by row. Numbers are found by their distance from the
 * start: a choice of axes and strides gives the list of distances of all their numbers, and distances of different axes
 * add up.
 *
 * @param fKept for each number along the axes left of f, its distance in f
 * @param gKept for each number along the axes left of g, its distance in g
 * @param fSummed for each number along the summed axes, its distance in f
 * @param gSummed the same in g
 * @param fPlaces for each number along the axes left of f, its distance in the result
 * @param gPlaces for each number along the axes left of g, its distance in the result
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never seen outside this package.
record Contraction(int[] fKept, int[] gKept, int[] fSummed, int[] gSummed, int[] fPlaces, int[] gPlaces) {
    private static final int MOST_AXES = 32;

    /** Checks the arguments and the parameters of {@code TensorDot}. */
    static Contraction of(List<Formula> arguments, List<List<Integer>> parameters) {
        int[] fSizes = sizes(arguments.get(0), parameters.get(0));
        int[] gSizes = sizes(arguments.get(1), parameters.get(1));
        int[] fAxes = axes("contf", parameters.get(2), fSizes.length);
        int[] gAxes = axes("contg", parameters.get(3), gSizes.length);
        if (fAxes.length != gAxes.length) {
            throw new FormulaException("TensorDot sums over as many axes of both tensors, but contf = "
                    + text(fAxes) + " are " + fAxes.length + " and contg = " + text(gAxes) + " are " + gAxes.length);
        }
        for (int k = 0; k < fAxes.length; k++) {
            if (fSizes[fAxes[k]] != gSizes[gAxes[k]]) {
                throw new FormulaException("TensorDot sums over axes of equal sizes, but axis " + fAxes[k] + " of "
                        + text(fSizes) + " has size " + fSizes[fAxes[k]] + " and axis " + gAxes[k] + " of "
                        + text(gSizes) + " has size " + gSizes[gAxes[k]]);
            }
        }
        int[] fLeft = others(fAxes, fSizes.length);
        int[] gLeft = others(gAxes, gSizes.length);
        int[] left = concat(select(fSizes, fLeft), select(gSizes, gLeft));
        Limits.checkDimension(product(left));
        int[] places = placesOf(left, parameters.size() > 4 ? parameters.get(4) : null);
        int[] fStrides = strides(fSizes);
        int[] gStrides = strides(gSizes);
        return new Contraction(
                distances(select(fSizes, fLeft), select(fStrides, fLeft)),
                distances(select(gSizes, gLeft), select(gStrides, gLeft)),
                distances(select(fSizes, fAxes), select(fStrides, fAxes)),
                distances(select(gSizes, gAxes), select(gStrides, gAxes)),
                distances(select(fSizes, fLeft), Arrays.copyOfRange(places, 0, fLeft.length)),
                distances(select(gSizes, gLeft), Arrays.copyOfRange(places, fLeft.length, places.length)));
    }

    /** The number of components of the result. */
    int dim() {
        return fKept.length * gKept.length;
    }

    /** The components of the result. */
    int[] value(Scalars s, int[] f, int[] g) {
        int[] result = new int[dim()];
        int[] terms = new int[fSummed.length];
        for (int k = 0; k < fKept.length; k++) {
            for (int l = 0; l < gKept.length; l++) {
                for (int m = 0; m < terms.length; m++) {
                    terms[m] = s.multiply(f[fKept[k] + fSummed[m]], g[gKept[l] + gSummed[m]]);
                }
                result[fPlaces[k] + gPlaces[l]] = s.sum(terms);
            }
        }
        return result;
    }

    /** The stride in the result of each axis left: without a permutation they stay in order. */
    private static int[] placesOf(int[] left, List<Integer> permutation) {
        if (permutation == null) {
            return strides(left);
        }
        int[] perm = numbers(permutation);
        if (!Arrays.equals(Arrays.stream(perm).sorted().toArray(), IntStream.range(0, left.length).toArray())) {
            throw new FormulaException("perm = " + text(perm) + " must hold each of the " + left.length
                    + " axes that are left once, from 0 to " + (left.length - 1));
        }
        int[] permuted = new int[left.length];
        for (int k = 0; k < perm.length; k++) {
            permuted[perm[k]] = left[k];
        }
        return select(strides(permuted), perm);
    }

    private static int[] sizes(Formula f, List<Integer> given) {
        int[] sizes = numbers(given);
        if (sizes.length > MOST_AXES) {
            throw new FormulaException(
                    "a tensor has at most " + MOST_AXES + " axes, but " + sizes.length + " were given");
        }
        if (Arrays.stream(sizes).anyMatch(size -> size < 1) || product(sizes) != f.dim()) {
            throw new FormulaException("axes of sizes " + text(sizes) + " do not make up "
                    + Printer.brief(f) + ", which has dimension " + f.dim());
        }
        return sizes;
    }

    private static int[] axes(String name, List<Integer> given, int count) {
        int[] axes = numbers(given);
        for (int axis : axes) {
            if (axis < 0 || axis >= count) {
                throw new FormulaException(name + " names axis " + axis + ", but the tensor has "
                        + (count == 0 ? "no axes" : count == 1 ? "axis 0 only" : "axes 0 to " + (count - 1)));
            }
        }
        if (Arrays.stream(axes).distinct().count() != axes.length) {
            throw new FormulaException(name + " = " + text(axes) + " names an axis twice");
        }
        return axes;
    }

    /** The axes that are not among the given ones, in order. */
    private static int[] others(int[] axes, int count) {
        return IntStream.range(0, count).filter(k -> Arrays.stream(axes).noneMatch(axis -> axis == k)).toArray();
    }

    /** The distance between neighbours along each axis: the product of the sizes after it. */
    private static int[] strides(int[] sizes) {
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int k = sizes.length - 1; k >= 0; k--) {
            strides[k] = stride;
            stride *= sizes[k];
        }
        return strides;
    }

    /** The distances from the start of all numbers along some axes, the last axis fastest. */
    private static int[] distances(int[] sizes, int[] strides) {
        int[] distances = {0};
        for (int k = 0; k < sizes.length; k++) {
            int[] wider = new int[distances.length * sizes[k]];
            for (int n = 0; n < wider.length; n++) {
                wider[n] = distances[n / sizes[k]] + n % sizes[k] * strides[k];
            }
            distances = wider;
        }
        return distances;
    }

    /** The product, or a number beyond all limits. */
    private static long product(int[] sizes) {
        long product = 1;
        for (int size : sizes) {
            product = Math.min(product * size, 1L << 31);
        }
        return product;
    }

    private static int[] select(int[] values, int[] ranks) {
        return Arrays.stream(ranks).map(rank -> values[rank]).toArray();
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    private static int[] numbers(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String text(int[] numbers) {
        return Arrays.toString(numbers).replace(" ", "");
    }
}
