package keops.cuda.call;

import java.util.function.ToIntFunction;
import keops.cuda.driver.DeviceProperties;
import keops.cuda.source.EntryPoint;
import keops.cuda.source.KernelSource;

/**
 * The partition of the columns of a call into slices, and the entry that reduces them. If the rows alone do not occupy
 * a device, columns are cut into slices that are reduced concurrently, and their partial results are merged. The
 * partition depends only on sizes and on the device, so that the same call gives the same bits each time.
 *
 * @param entry the entry that reduces
 * @param slices the number of slices, at least 1
 * @param sliceColumns the columns of a slice, at least 1; the last may have fewer
 */
record Split(EntryPoint entry, int slices, long sliceColumns) {
    private static final long MOST_PARTIAL_BYTES = 256L << 20;
    private static final int MOST_SLICES = 65_535;
    /** From this number of waves on, the last, partial wave hardly matters. */
    private static final int ENOUGH_WAVES = 8;
    private static final int MOST_WAVES = 32;
    /** A smaller number of slices is preferred if its time is within this factor of the best. */
    private static final double NEARLY = 1.03;
    /** The product of warps and rows per thread that hides the latencies of a multiprocessor. */
    private static final double BUSY_WARPS = 32;
    private static final int WARP = 32;
    private static final double LANES = 128;
    private static final double OTHER_OPERATIONS = 3;
    private static final double TYPICAL_HERTZ = 1.5e9;
    private static final double LAUNCH_SECONDS = 5e-6;
    /** The time to write and read a byte of partial results, at about the memory bandwidth of a large device. */
    private static final double SECONDS_PER_PARTIAL_BYTE = 2 / 3.5e12;

    /**
     * The partition for a call.
     *
     * @param residentBlocks the resident blocks of an entry per multiprocessor of the device
     */
    static Split of(Tiling tiling, KernelSource source, DeviceProperties device,
            ToIntFunction<EntryPoint> residentBlocks, long rows, long columns) {
        boolean isFew = tiling != Tiling.ROWS && rows <= KernelSource.FEW_ROWS && source.fewRows().isPresent();
        EntryPoint entry = isFew ? source.fewRows().orElseThrow() : source.reduce();
        var estimate =
                new Estimate(source, device, entry, Math.max(1, residentBlocks.applyAsInt(entry)), rows, columns);
        return switch (tiling) {
            case ROWS -> cut(entry, columns, 1);
            case AUTO -> estimate.best();
            case ROWS_AND_COLUMNS -> {
                Split best = estimate.best();
                yield best.slices > 1 ? best : cut(entry, columns, 2);
            }
        };
    }

    /**
     * A partition into at most {@code wanted} slices, of whole tiles if there is more than one tile; into more if
     * slices would be too long.
     */
    private static Split cut(EntryPoint entry, long columns, int wanted) {
        if (columns <= 1) {
            return new Split(entry, 1, 1);
        }
        long least = Math.max(wanted, Math.ceilDiv(columns, KernelSource.LONGEST_SLICE));
        long exact = Math.ceilDiv(columns, Math.min(least, columns));
        long tiles = Math.ceilDiv(exact, entry.tileColumns()) * entry.tileColumns();
        long slice = tiles < columns && tiles <= KernelSource.LONGEST_SLICE ? tiles : exact;
        return new Split(entry, Math.toIntExact(Math.ceilDiv(columns, slice)), slice);
    }

    /** The estimated time of a call. */
    private record Estimate(KernelSource source, DeviceProperties device, EntryPoint entry,
            int residentBlocks, long rows, long columns) {
        Split best() {
            Split best = cut(entry, columns, 1);
            long blocks = rowBlocks();
            if (blocks >= (long) ENOUGH_WAVES * device.multiprocessors()) {
                return best;
            }
            double bestSeconds = seconds(best);
            for (int waves = 1; waves <= MOST_WAVES; waves++) {
                long wanted = Math.clamp((long) waves * device.multiprocessors() / blocks, 1, MOST_SLICES);
                Split candidate = cut(entry, columns, (int) wanted);
                boolean fits = source.partialBytes(rows, candidate.slices) <= MOST_PARTIAL_BYTES;
                if (fits && candidate.slices > best.slices && seconds(candidate) * NEARLY < bestSeconds) {
                    best = candidate;
                    bestSeconds = seconds(candidate);
                }
            }
            return best;
        }

        private long rowBlocks() {
            return Math.max(1, entry.rowBlocks(rows));
        }

        /** The time of the multiprocessor with the most blocks, at the rate that its warps allow, and of the merge. */
        private double seconds(Split split) {
            double hertz = device.clockHertz() > 0 ? device.clockHertz() : TYPICAL_HERTZ;
            double operations = source.plan().program().operationsPerPair() + OTHER_OPERATIONS;
            long waves = Math.ceilDiv(rowBlocks() * split.slices, device.multiprocessors());
            double warps = (double) Math.min(waves, residentBlocks) * entry.threads() / WARP;
            double rate = hertz * LANES / operations * Math.min(1, warps * entry.rowsPerThread() / BUSY_WARPS);
            double merging = split.slices == 1
                    ? 0
                    : LAUNCH_SECONDS + source.partialBytes(rows, split.slices) * SECONDS_PER_PARTIAL_BYTE;
            return (double) waves * entry.rowsPerBlock() * split.sliceColumns / rate + merging;
        }
    }
}
