package keops.formula;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keops.error.FormulaException;

/**
 * The sum over common axes of two tensors that are flattened row by row. Numbers are found by their distance from the
 * start: a choice of axes gives the list of distances of all numbers along them, and distances along different axes add
 * up.
 *
 * @param fSizes the sizes of the axes of f
 * @param gSizes the sizes of the axes of g
 * @param fSummed the axes of f that are summed over
 * @param gSummed the axes of g that they meet
 * @param strides the strides in the result of the axes left of f, then of those left of g
 * @param dim the number of components of the result
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never seen outside this package.
record Contraction(int[] fSizes, int[] gSizes, int[] fSummed, int[] gSummed, int[] strides, int dim) {
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
        int[] left = concat(
                select(fSizes, others(fAxes, fSizes.length)), select(gSizes, others(gAxes, gSizes.length)));
        Limits.checkDimension(product(left));
        int[] strides = permuted(left, parameters.size() > 4 ? parameters.get(4) : null);
        return new Contraction(fSizes, gSizes, fAxes, gAxes, strides, (int) product(left));
    }

    /** The components of the result. */
    int[] value(Scalars s, int[] f, int[] g) {
        int[] fLeft = others(fSummed, fSizes.length);
        int[] gLeft = others(gSummed, gSizes.length);
        int[] fKept = distances(fSizes, fLeft, select(strides(fSizes), fLeft));
        int[] gKept = distances(gSizes, gLeft, select(strides(gSizes), gLeft));
        int[] fPlaces = distances(fSizes, fLeft, Arrays.copyOfRange(strides, 0, fLeft.length));
        int[] gPlaces = distances(gSizes, gLeft, Arrays.copyOfRange(strides, fLeft.length, strides.length));
        int[] fTerms = distances(fSizes, fSummed, select(strides(fSizes), fSummed));
        int[] gTerms = distances(gSizes, gSummed, select(strides(gSizes), gSummed));
        int[] result = new int[dim];
        int[] terms = new int[fTerms.length];
        for (int k = 0; k < fKept.length; k++) {
            for (int l = 0; l < gKept.length; l++) {
                for (int m = 0; m < terms.length; m++) {
                    terms[m] = s.multiply(f[fKept[k] + fTerms[m]], g[gKept[l] + gTerms[m]]);
                }
                result[fPlaces[k] + gPlaces[l]] = s.sum(terms);
            }
        }
        return result;
    }

    /**
     * The cotangent of one of the tensors: the contraction of the cotangent e of the result with the other tensor, over
     * the axes that the other one gave to the result.
     */
    Formula pullback(Call call, int argument, Formula e) {
        boolean ofF = argument == 0;
        int[] left = ofF ? others(fSummed, fSizes.length) : others(gSummed, gSizes.length);
        int[] otherLeft = ofF ? others(gSummed, gSizes.length) : others(fSummed, fSizes.length);
        int[] summed = ofF ? fSummed : gSummed;
        int[] otherSummed = ofF ? gSummed : fSummed;
        int[] places = places(call, left.length + otherLeft.length);
        int[] own = Arrays.copyOfRange(places, ofF ? 0 : otherLeft.length, ofF ? left.length : places.length);
        int[] others = Arrays.copyOfRange(places, ofF ? left.length : 0, ofF ? places.length : otherLeft.length);
        int[] sizes = new int[places.length];
        for (int k = 0; k < left.length; k++) {
            sizes[own[k]] = (ofF ? fSizes : gSizes)[left[k]];
        }
        for (int k = 0; k < otherLeft.length; k++) {
            sizes[others[k]] = (ofF ? gSizes : fSizes)[otherLeft[k]];
        }
        // What is left: the own axes in the order of the result, then those summed over in the order of the other one.
        int[] permutation = IntStream.concat(
                        IntStream.range(0, places.length)
                                .filter(place -> Arrays.stream(own).anyMatch(p -> p == place))
                                .map(place -> left[rank(own, place)]),
                        Arrays.stream(otherSummed).sorted().map(axis -> summed[rank(otherSummed, axis)]))
                .toArray();
        return Algebra.contraction(e, call.argument(1 - argument),
                new int[][] {sizes, ofF ? gSizes : fSizes, others, otherLeft, permutation});
    }

    /** The axis of the result that each axis left has become. */
    private static int[] places(Call call, int count) {
        return call.parameters().size() > 4 ? call.list(4) : IntStream.range(0, count).toArray();
    }

    private static int rank(int[] values, int value) {
        return IntStream.range(0, values.length).filter(k -> values[k] == value).findFirst().orElseThrow();
    }

    /** The stride in the result of each axis left: without a permutation they stay in order. */
    private static int[] permuted(int[] left, List<Integer> permutation) {
        if (permutation == null) {
            return strides(left);
        }
        int[] perm = numbers(permutation);
        if (!Arrays.equals(Arrays.stream(perm).sorted().toArray(), IntStream.range(0, left.length).toArray())) {
            throw new FormulaException("perm = " + text(perm) + (left.length == 0
                    ? " must be empty, as no axes are left"
                    : " must hold each of the " + left.length + " axes that are left once, from 0 to "
                            + (left.length - 1)));
        }
        int[] moved = new int[left.length];
        for (int k = 0; k < perm.length; k++) {
            moved[perm[k]] = left[k];
        }
        return select(strides(moved), perm);
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

    /** The distances from the start of all numbers along some axes, the last of these fastest. */
    private static int[] distances(int[] sizes, int[] axes, int[] strides) {
        int[] distances = {0};
        for (int k = 0; k < axes.length; k++) {
            int size = sizes[axes[k]];
            int[] wider = new int[distances.length * size];
            for (int n = 0; n < wider.length; n++) {
                wider[n] = distances[n / size] + n % size * strides[k];
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
        String text = Arrays.toString(numbers).replace(" ", "");
        return text.length() <= 100 ? text : text.substring(0, 97) + "...";
    }
}
