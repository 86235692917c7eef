package keops.reduction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;

/**
 * The pairs (i, j) that a block-sparse reduction takes: blocks of rows i with the ranges of rows j that meet them, and
 * the same pairs as blocks of rows j with the ranges of rows i. Reductions over j and gradients by what is indexed by i
 * go by the first, reductions over i and gradients by what is indexed by j by the second. Rows that are in no block
 * have the neutral value of the reduction: 0 for sums, +inf and -1 for smallest values and their indices. Immutable.
 *
 * {@snippet :
 * // Two clusters of rows i, three of rows j, and which of them meet.
 * Ranges ranges = Ranges.fromMatrix(
 *         new long[][] {{0, 400}, {400, 1000}}, new long[][] {{0, 500}, {500, 900}, {900, 2000}},
 *         new boolean[][] {{true, false, true}, {false, true, true}});
 * Tensor a = conv.ranges(ranges).call(arena, gamma, x, y, b);
 * }
 */
public final class Ranges {
    private final List<Block> blocksOfI;
    private final List<Block> blocksOfJ;

    /**
     * Rows that follow each other, and the ranges of the other axis that they meet, in ascending order.
     *
     * @param from the first row
     * @param to the row after the last
     * @param columns the ranges, each {from, to}, which are not empty and do not touch
     */
    private record Block(long from, long to, List<long[]> columns) {}

    private Ranges(List<Block> blocksOfI, List<Block> blocksOfJ) {
        this.blocksOfI = blocksOfI;
        this.blocksOfJ = blocksOfJ;
    }

    /**
     * The six arrays of the original documentation.
     *
     * @param rangesI the blocks of rows i, each {from, to}: from the first to the one after the last
     * @param slicesI for each block the number of ranges in {@code redrangesJ} up to its last one: those of block k are
     *     {@code slicesI[k-1]} to {@code slicesI[k] - 1}
     * @param redrangesJ the ranges of rows j, each {from, to}
     * @param rangesJ the blocks of rows j
     * @param slicesJ for each block the number of ranges in {@code redrangesI} up to its last one
     * @param redrangesI the ranges of rows i
     * @throws FormulaException if they are no ranges, blocks or the ranges of a block overlap, or the two halves have
     *     not as many pairs
     */
    public static Ranges of(long[][] rangesI, long[] slicesI, long[][] redrangesJ, long[][] rangesJ, long[] slicesJ,
            long[][] redrangesI) {
        Objects.requireNonNull(rangesI, "rangesI");
        Objects.requireNonNull(slicesI, "slicesI");
        Objects.requireNonNull(redrangesJ, "redrangesJ");
        Objects.requireNonNull(rangesJ, "rangesJ");
        Objects.requireNonNull(slicesJ, "slicesJ");
        Objects.requireNonNull(redrangesI, "redrangesI");
        List<Block> ofI = blocks("i", rangesI, slicesI, redrangesJ);
        List<Block> ofJ = blocks("j", rangesJ, slicesJ, redrangesI);
        if (pairs(ofI) != pairs(ofJ)) {
            throw new FormulaException("the ranges must be the same pairs for both axes, but there are " + pairs(ofI)
                    + " by rows i and " + pairs(ofJ) + " by rows j");
        }
        return new Ranges(ofI, ofJ);
    }

    /**
     * The pairs of clusters that are kept.
     *
     * @param clustersI the clusters of rows i, each {from, to}
     * @param clustersJ the clusters of rows j, each {from, to}
     * @param keep for each cluster of rows i and each of rows j whether their pairs are taken
     * @throws FormulaException if clusters are no ranges or overlap, or the matrix has another shape
     */
    public static Ranges fromMatrix(long[][] clustersI, long[][] clustersJ, boolean[][] keep) {
        Objects.requireNonNull(clustersI, "clustersI");
        Objects.requireNonNull(clustersJ, "clustersJ");
        Objects.requireNonNull(keep, "keep");
        if (keep.length != clustersI.length) {
            throw new FormulaException(
                    "keep must have a row for each of " + clustersI.length + " clusters, but has " + keep.length);
        }
        for (boolean[] row : keep) {
            if (row.length != clustersJ.length) {
                throw new FormulaException(
                        "keep must have a column for each of " + clustersJ.length + " clusters, but a row has "
                        + row.length);
            }
        }
        var blocksOfI = new ArrayList<Block>();
        for (int k = 0; k < clustersI.length; k++) {
            var columns = new ArrayList<long[]>();
            for (int l = 0; l < clustersJ.length; l++) {
                if (keep[k][l]) {
                    columns.add(clustersJ[l]);
                }
            }
            blocksOfI.add(block(clustersI[k], columns));
        }
        var blocksOfJ = new ArrayList<Block>();
        for (int l = 0; l < clustersJ.length; l++) {
            var columns = new ArrayList<long[]>();
            for (int k = 0; k < clustersI.length; k++) {
                if (keep[k][l]) {
                    columns.add(clustersI[k]);
                }
            }
            blocksOfJ.add(block(clustersJ[l], columns));
        }
        return new Ranges(disjoint("i", blocksOfI), disjoint("j", blocksOfJ));
    }

    /**
     * A batch of clouds of different lengths, one after the other: the rows of each cloud of rows i with those of the
     * cloud of rows j of the same number, and no others. Clouds may be empty. Indices in results count the rows of all
     * clouds; within its cloud a row j has the index less the start of the cloud, which is the sum of the lengths
     * before it.
     *
     * {@snippet :
     * // Three clouds: 2, 0 and 3 points x, concatenated to (5, D), with 4, 1 and 2 points y, concatenated to (7, D).
     * Genred nearest = Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)")
     *         .reduction(Reduction.argKMin(2)).axis(1).build();
     * Tensor k = nearest.ranges(Ranges.ofLengths(new long[] {2, 0, 3}, new long[] {4, 1, 2})).call(arena, x, y);
     * long inThirdCloud = k.getLong(2, 0) - 5;  // the first row of the third cloud, whose points y start at 4 + 1
     * }
     *
     * @param rows the number of rows i of each cloud
     * @param columns the number of rows j of each cloud
     * @throws FormulaException if there are not as many of both, or one is negative
     */
    public static Ranges ofLengths(long[] rows, long[] columns) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");
        return ofOffsets(offsets("i", rows), offsets("j", columns));
    }

    /**
     * A batch of clouds of different lengths, as {@link #ofLengths} takes it, by where the clouds begin and end: cloud
     * k has the rows from {@code rows[k]} up to, and without, {@code rows[k + 1]}.
     *
     * @param rows the starts of the clouds among rows i, and the end of the last one
     * @param columns the same for rows j
     * @throws FormulaException if there are not as many of both, there is none, or they do not ascend from 0
     */
    public static Ranges ofOffsets(long[] rows, long[] columns) {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(columns, "columns");
        requireOffsets("i", rows);
        requireOffsets("j", columns);
        if (rows.length != columns.length) {
            throw new FormulaException("there must be as many clouds of rows i as of rows j, but there are "
                    + (rows.length - 1) + " and " + (columns.length - 1));
        }
        var blocksOfI = new ArrayList<Block>();
        var blocksOfJ = new ArrayList<Block>();
        for (int k = 0; k + 1 < rows.length; k++) {
            addCloud(blocksOfI, rows, columns, k);
            addCloud(blocksOfJ, columns, rows, k);
        }
        return new Ranges(blocksOfI, blocksOfJ);
    }

    private static long[] offsets(String letter, long... lengths) {
        long[] offsets = new long[lengths.length + 1];
        for (int k = 0; k < lengths.length; k++) {
            if (lengths[k] < 0 || lengths[k] > Long.MAX_VALUE - offsets[k]) {
                throw new FormulaException("the lengths of the clouds of rows " + letter
                        + " must be 0 or more, and together a number of rows, but that of cloud " + k + " is "
                        + lengths[k]);
            }
            offsets[k + 1] = offsets[k] + lengths[k];
        }
        return offsets;
    }

    private static void requireOffsets(String letter, long... offsets) {
        if (offsets.length == 0 || offsets[0] != 0) {
            throw new FormulaException("the offsets of the clouds of rows " + letter + " must start with 0, but "
                    + (offsets.length == 0 ? "there are none" : "start with " + offsets[0]));
        }
        for (int k = 1; k < offsets.length; k++) {
            if (offsets[k] < offsets[k - 1]) {
                throw new FormulaException("the offsets of the clouds of rows " + letter + " must not descend, but "
                        + offsets[k] + " follows " + offsets[k - 1]);
            }
        }
    }

    private static void addCloud(List<Block> blocks, long[] rows, long[] columns, int k) {
        if (rows[k + 1] > rows[k]) {
            List<long[]> met = columns[k + 1] > columns[k]
                    ? List.of(new long[] {columns[k], columns[k + 1]})
                    : List.of();
            blocks.add(new Block(rows[k], rows[k + 1], met));
        }
    }

    /** The same pairs with i and j exchanged. */
    public Ranges swapAxes() {
        return new Ranges(blocksOfJ, blocksOfI);
    }

    /** The blocks of rows i, each {from, to}, in ascending order. */
    public long[][] rangesI() {
        return rows(blocksOfI);
    }

    /** For each block of rows i the number of ranges in {@link #redrangesJ} up to its last one. */
    public long[] slicesI() {
        return slices(blocksOfI);
    }

    /** The ranges of rows j that meet the blocks of rows i, each {from, to}, in ascending order for each block. */
    public long[][] redrangesJ() {
        return columns(blocksOfI);
    }

    /** The blocks of rows j, each {from, to}, in ascending order. */
    public long[][] rangesJ() {
        return rows(blocksOfJ);
    }

    /** For each block of rows j the number of ranges in {@link #redrangesI} up to its last one. */
    public long[] slicesJ() {
        return slices(blocksOfJ);
    }

    /** The ranges of rows i that meet the blocks of rows j, each {from, to}, in ascending order for each block. */
    public long[][] redrangesI() {
        return columns(blocksOfJ);
    }

    private static long[][] rows(List<Block> blocks) {
        return blocks.stream().map(block -> new long[] {block.from, block.to}).toArray(long[][]::new);
    }

    private static long[] slices(List<Block> blocks) {
        long[] slices = new long[blocks.size()];
        long before = 0;
        for (int k = 0; k < slices.length; k++) {
            before += blocks.get(k).columns.size();
            slices[k] = before;
        }
        return slices;
    }

    private static long[][] columns(List<Block> blocks) {
        return blocks.stream().flatMap(block -> block.columns.stream()).map(long[]::clone).toArray(long[][]::new);
    }

    private static List<Block> blocks(String letter, long[][] ranges, long[] slices, long[][] reduced) {
        if (slices.length != ranges.length) {
            throw new FormulaException("there are " + ranges.length + " ranges of rows " + letter + ", but "
                    + slices.length + " slices for them");
        }
        var blocks = new ArrayList<Block>();
        long before = 0;
        for (int k = 0; k < ranges.length; k++) {
            if (slices[k] < before || slices[k] > reduced.length) {
                throw new FormulaException("slice " + k + " of rows " + letter + " must be from " + before + " to "
                        + reduced.length + ", but is " + slices[k]);
            }
            blocks.add(block(ranges[k],
                    List.of(reduced).subList(Math.toIntExact(before), Math.toIntExact(slices[k]))));
            before = slices[k];
        }
        return disjoint(letter, blocks);
    }

    private static Block block(long[] rows, List<long[]> columns) {
        requireRange(rows);
        columns.forEach(Ranges::requireRange);
        var ascending = new ArrayList<long[]>();
        columns.stream()
                .filter(range -> range[1] > range[0])
                .sorted(Comparator.comparingLong(range -> range[0]))
                .forEach(range -> append(ascending, range));
        return new Block(rows[0], rows[1], ascending);
    }

    private static void append(List<long[]> ascending, long[] range) {
        long[] last = ascending.isEmpty() ? new long[] {-1, -1} : ascending.getLast();
        if (range[0] < last[1]) {
            throw new FormulaException("the ranges from " + last[0] + " to " + last[1] + " and from " + range[0]
                    + " to " + range[1] + " of one block overlap");
        } else if (range[0] == last[1]) {
            ascending.set(ascending.size() - 1, new long[] {last[0], range[1]});
        } else {
            ascending.add(range.clone());
        }
    }

    private static void requireRange(long[] range) {
        if (range.length != 2 || range[0] < 0 || range[1] < range[0]) {
            throw new FormulaException("a range must be {from, to} with 0 <= from <= to, but is "
                    + Arrays.toString(range));
        }
    }

    private static List<Block> disjoint(String letter, List<Block> blocks) {
        List<Block> sorted = blocks.stream().sorted(Comparator.comparingLong(Block::from)).toList();
        for (int k = 1; k < sorted.size(); k++) {
            if (sorted.get(k).from() < sorted.get(k - 1).to()) {
                throw new FormulaException("the blocks of rows " + letter + " from " + sorted.get(k - 1).from() + " to "
                        + sorted.get(k - 1).to() + " and from " + sorted.get(k).from() + " to " + sorted.get(k).to()
                        + " overlap");
            }
        }
        return sorted;
    }

    /** The number of pairs; of so many that it overflows, it is still the same for both axes. */
    private static long pairs(List<Block> blocks) {
        return blocks.stream()
                .mapToLong(block -> (block.to() - block.from())
                        * block.columns.stream().mapToLong(range -> range[1] - range[0]).sum())
                .sum();
    }
}
