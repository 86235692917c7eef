package keops.cuda.emulator;

/** Arithmetic of up to four operands, lane by lane. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Compute(LaneFunction function, int destination, int[] sources) implements Step.Action {
    @Override
    public void run(Block block, Instruction source, Lanes lanes) {
        for (int register : sources) {
            block.requireWritten(register, lanes, source);
        }
        long[] to = block.values(destination);
        long[] a = block.values(sources[0]);
        long[] b = sources.length > 1 ? block.values(sources[1]) : a;
        long[] c = sources.length > 2 ? block.values(sources[2]) : a;
        long[] d = sources.length > 3 ? block.values(sources[3]) : a;
        int[] list = lanes.list();
        int count = lanes.count();
        if (count == to.length) {
            for (int lane = 0; lane < count; lane++) {
                to[lane] = function.of(a[lane], b[lane], c[lane], d[lane]);
            }
        } else {
            for (int k = 0; k < count; k++) {
                int lane = list[k];
                to[lane] = function.of(a[lane], b[lane], c[lane], d[lane]);
            }
        }
        block.markWritten(destination, lanes);
    }
}
