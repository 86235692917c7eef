package keops.cuda.call;

import java.util.function.ToIntFunction;
import keops.cuda.driver.DeviceProperties;
import keops.cuda.source.EntryPoint;
import keops.cuda.source.KernelSource;

/**
 * How the columns of a call are cut, and which entry reduces them. Where rows alone do not keep a device busy, columns are
 * cut into slices that run beside each other, and their partial results are merged. It depends on sizes and on the device
 * alone, so that the same call gives the same bits each time.
 *
 * @param entry the entry that reduces
 * @param slices the number of slices, at least 1
 * @param sliceColumns the columns of a slice, at least 1; the last may have fewer
 */
record Split(EntryPoint entry, int slices, long sliceColumns) {
    private static final long MOST_PARTIAL_BYTES = 256L << 20;
    private static final int MOST_SLICES = 65_535;
    /** With so many blocks per multiprocessor the last ones that run alone no longer matter. */
    private static final int ENOUGH_WAVES = 8;
    private static final int MOST_WAVES = 32;
    /** A slice count that is nearly as good as the best and smaller is preferred. */
    private static final double NEARLY = 1.03;
    /** Warps, times rows per thread, that hide the latencies of a multiprocessor. */
    private static final double BUSY_WARPS = 32;
    private static final int WARP = 32;
    private static final double LANES = 128;
    private static final double OTHER_OPERATIONS = 3;
    private static final double TYPICAL_HERTZ = 1.5e9;
    private static final double LAUNCH_SECONDS = 5e-6;
    /** Partial results are written and read once, at about the rate of the memory of a large device. */
    private static final double SECONDS_PER_PARTIAL_BYTE = 2 / 3.5e12;

    /**
     * The cut for a call.
     *
     * @param residentBlocks how many blocks of an entry live on a multiprocessor of the device
     */
    static Split of(Tiling tiling, KernelSource source, DeviceProperties device, ToIntFunction<EntryPoint> residentBlocks,
            long rows, long columns) {
        boolean isFew = tiling != Tiling.ROWS && rows <= KernelSource.FEW_ROWS && source.fewRows().isPresent();
        EntryPoint entry = isFew ? source.fewRows().orElseThrow() : source.reduce();
        var estimate = new Estimate(source, device, entry, Math.max(1, residentBlocks.applyAsInt(entry)), rows, columns);
        return switch (tiling) {
            case ROWS -> cut(entry, columns, 1);
            case AUTO -> estimate.best();
            case ROWS_AND_COLUMNS -> {
                Split best = estimate.best();
                yield best.slices > 1 ? best : cut(entry, columns, 2);
            }
        };
    }

    /** At most so many slices, of whole tiles where the columns make more than one; more where a slice would be too long. */
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

    /** What is known of a call, and what a cut of it would take. */
    private record Estimate(KernelSource source, DeviceProperties device, EntryPoint entry, int residentBlocks, long rows,
            long columns) {
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

        /** The multiprocessor with the most blocks, at the rate that its warps allow, and the merging. */
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
