package keops.cuda.call;

import keops.cuda.driver.DeviceProperties;
import keops.cuda.source.Entry;
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
record Split(Entry entry, int slices, long sliceColumns) {
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

    /** The cut for a call. */
    static Split of(Tiling tiling, LoadedKernels kernels, long rows, long columns) {
        KernelSource source = kernels.source();
        boolean isFew = tiling != Tiling.ROWS && rows <= KernelSource.FEW_ROWS && source.fewRows().isPresent();
        Entry entry = isFew ? source.fewRows().orElseThrow() : source.reduce();
        return switch (tiling) {
            case ROWS -> cut(entry, columns, 1);
            case AUTO -> best(entry, kernels, rows, columns);
            case ROWS_AND_COLUMNS -> {
                Split best = best(entry, kernels, rows, columns);
                yield best.slices > 1 ? best : cut(entry, columns, 2);
            }
        };
    }

    private static Split best(Entry entry, LoadedKernels kernels, long rows, long columns) {
        DeviceProperties device = kernels.device().properties();
        long blocks = Math.max(1, entry.rowBlocks(rows));
        Split best = cut(entry, columns, 1);
        if (blocks >= (long) ENOUGH_WAVES * device.multiprocessors()) {
            return best;
        }
        double bestSeconds = best.seconds(kernels, rows);
        for (int waves = 1; waves <= MOST_WAVES; waves++) {
            long wanted = Math.clamp((long) waves * device.multiprocessors() / blocks, 1, MOST_SLICES);
            Split candidate = cut(entry, columns, (int) wanted);
            boolean fits = kernels.source().partialBytes(rows, candidate.slices) <= MOST_PARTIAL_BYTES;
            if (fits && candidate.slices > best.slices && candidate.seconds(kernels, rows) * NEARLY < bestSeconds) {
                best = candidate;
                bestSeconds = candidate.seconds(kernels, rows);
            }
        }
        return best;
    }

    /** At most so many slices, of whole tiles where the columns make more than one; more where a slice would be too long. */
    private static Split cut(Entry entry, long columns, int wanted) {
        if (columns <= 1) {
            return new Split(entry, 1, 1);
        }
        long least = Math.max(wanted, Math.ceilDiv(columns, KernelSource.LONGEST_SLICE));
        long exact = Math.ceilDiv(columns, Math.min(least, columns));
        long tiles = Math.ceilDiv(exact, entry.tileColumns()) * entry.tileColumns();
        long slice = tiles < columns && tiles <= KernelSource.LONGEST_SLICE ? tiles : exact;
        return new Split(entry, Math.toIntExact(Math.ceilDiv(columns, slice)), slice);
    }

    /** An estimate: the multiprocessor with the most blocks, at the rate that its warps allow, and the merging. */
    private double seconds(LoadedKernels kernels, long rows) {
        DeviceProperties device = kernels.device().properties();
        double hertz = device.clockHertz() > 0 ? device.clockHertz() : TYPICAL_HERTZ;
        double operations = kernels.source().plan().program().operationsPerPair() + OTHER_OPERATIONS;
        long blocks = Math.max(1, entry.rowBlocks(rows)) * slices;
        long waves = Math.ceilDiv(blocks, device.multiprocessors());
        double warps = (double) Math.min(waves, Math.max(1, kernels.blocks(entry))) * entry.threads() / WARP;
        double rate = hertz * LANES / operations * Math.min(1, warps * entry.rowsPerThread() / BUSY_WARPS);
        double merging = slices == 1 ? 0
                : LAUNCH_SECONDS + kernels.source().partialBytes(rows, slices) * SECONDS_PER_PARTIAL_BYTE;
        return (double) waves * entry.rowsPerBlock() * sliceColumns / rate + merging;
    }
}
