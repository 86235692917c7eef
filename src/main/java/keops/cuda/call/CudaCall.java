package keops.cuda.call;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.util.List;
import keops.cuda.driver.ResultCode;
import keops.cuda.driver.Workspace;
import keops.cuda.source.CallField;
import keops.cuda.source.EntryPoint;
import keops.cuda.source.KernelSource;
import keops.error.DeviceException;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.plan.Watch;
import keops.program.Extent;
import keops.tensor.Tensor;

/**
 * One call of a reduction on a device. Parameters and columns stay on the device for the whole call; rows that do not
 * fit into its memory together with their results are processed in blocks.
 */
final class CudaCall {
    private static final System.Logger LOG = System.getLogger(CudaCall.class.getName());

    private final LoadedKernels kernels;
    private final KernelSource source;
    private final Plan plan;
    private final Workspace workspace;
    private final List<Tensor> arguments;
    private final List<Tensor> outputs;
    private final long rows;
    private final long columns;
    private final long firstRow;
    private final Split split;
    private final Watch watch;
    private Addresses addresses;

    /**
     * A call.
     *
     * @param arguments the arguments; those indexed by rows have the rows to be computed
     * @param outputs the results for these rows
     * @param firstRow the number of the first row
     * @param rows the number of rows
     * @param columns the length of the reduced axis
     */
    CudaCall(KernelSource source, LoadedKernels kernels, Workspace workspace, List<Tensor> arguments,
            List<Tensor> outputs, long firstRow, long rows, long columns, Tiling tiling, Watch watch) {
        this.kernels = kernels;
        this.source = source;
        this.plan = source.plan();
        this.workspace = workspace;
        this.arguments = arguments;
        this.outputs = outputs;
        this.firstRow = firstRow;
        this.watch = watch;
        this.rows = rows;
        this.columns = columns;
        this.split = Split.of(tiling, source, kernels.device().properties(), kernels::blocks, rows, columns);
    }

    /**
     * Copies the data to the device and launches the kernels. While waiting for the device, it polls the watch; if that
     * cancels the call, the kernels are stopped, too. With one block of rows it does not wait; with more blocks, it
     * copies back the results of all but the last.
     */
    void start() {
        if (rows == 0 && plan.dim(Extent.PAIRS) == 0) {
            return;
        }
        workspace.watchedBy(this::look);
        look();
        long blockRows = reserve();
        addresses = new Addresses(blockRows);
        boolean needsParameters = source.parameters().isPresent();
        for (long from = 0; from < rows; from += blockRows) {
            long count = Math.min(blockRows, rows - from);
            look();
            finishBlock();
            addresses.rows(from, count);
            if (needsParameters) {
                launch(source.parameters().orElseThrow(), count);
                needsParameters = false;
            }
            workspace.launch(kernels.function(split.entry()), split.entry().rowBlocks(count), split.slices(),
                    split.entry().threads());
            if (source.needsMerge(split.slices())) {
                launch(source.merge().orElseThrow(), count);
            }
        }
        if (plan.dim(Extent.PAIRS) > 0) {
            addresses.totals();
            launch(source.totals().orElseThrow(), rows);
        }
    }

    /** Asks the watch. A listener may have called other devices, whose context is current then. */
    private void look() {
        watch.check();
        workspace.resume();
    }

    /** Waits for the device, and copies the results back. */
    void finish() {
        if (addresses != null) {
            finishBlock();
            addresses.downloadTotals();
            workspace.await();
        }
    }

    /** Copies the results of the last block of rows back, if there was one. */
    private void finishBlock() {
        addresses.download();
        if (watch.isCounted()) {
            workspace.await();
            watch.count(addresses.blockCount, addresses.blockCount * columns);
        }
    }

    private void launch(EntryPoint entry, long count) {
        long width = switch (entry.grid()) {
            case ROWS, ROWS_AND_SLICES -> entry.rowBlocks(count);
            case TOTALS -> plan.dim(Extent.PAIRS);
            case ONE -> 1;
        };
        var kernel = entry.equals(source.merge().orElse(null)) ? kernels.merge()
                : entry.equals(source.totals().orElse(null)) ? kernels.totals() : kernels.parameters();
        workspace.launch(kernel.orElseThrow(), width, 1, entry.threads());
    }

    /** Allocates device memory, and returns the number of rows of a block. */
    private long reserve() {
        long blockRows = Math.max(1, rows);
        while (true) {
            try {
                workspace.reserve(areaBytes(blockRows));
                return blockRows;
            } catch (DeviceException e) {
                boolean isTooMuch = e.code() == ResultCode.OUT_OF_MEMORY && !e.isContextLost();
                if (!isTooMuch || blockRows <= split.entry().rowsPerBlock()) {
                    throw e;
                }
                long half = Math.ceilDiv(blockRows, 2);
                blockRows = Math.ceilDiv(half, split.entry().rowsPerBlock()) * split.entry().rowsPerBlock();
                LOG.log(System.Logger.Level.DEBUG, "{0} has no room for {1} bytes: {2} rows at a time are tried",
                        workspace.device(), areaBytes(2 * half), blockRows);
            }
        }
    }

    private long areaBytes(long blockRows) {
        long bytes = Workspace.padded(source.parameterBytes());
        for (Variable v : plan.arguments()) {
            Tensor tensor = arguments.get(v.position());
            if (isCopied(tensor)) {
                bytes += Workspace.padded(isOfRows(v)
                        ? rowBytes(tensor) * Math.min(blockRows, tensor.size(0))
                        : tensor.byteSize());
            }
        }
        for (int k = 0; k < outputs.size(); k++) {
            if (isCopied(outputs.get(k))) {
                bytes += Workspace.padded(isTotal(k)
                        ? outputs.get(k).byteSize()
                        : rowBytes(outputs.get(k)) * blockRows);
            }
        }
        return bytes + Workspace.padded(source.partialBytes(blockRows, split.slices()))
                + Workspace.padded(source.totalPartialBytes(blocks(blockRows)));
    }

    /** The number of thread blocks of all launches, for blocks of the given number of rows. */
    private long blocks(long blockRows) {
        long last = rows % blockRows;
        long perSlice = rows / blockRows * split.entry().rowBlocks(blockRows)
                + (last == 0 ? 0 : split.entry().rowBlocks(last));
        return Math.multiplyExact(perSlice, (long) split.slices());
    }

    private static boolean isCopied(Tensor tensor) {
        return tensor.device().isEmpty();
    }

    private boolean isOfRows(Variable v) {
        return v.category() == plan.rows();
    }

    private boolean isTotal(int output) {
        return plan.outputs().get(output).isTotal();
    }

    private static long rowBytes(Tensor tensor) {
        return tensor.size(0) == 0 ? 0 : tensor.byteSize() / tensor.size(0);
    }

    /** The fields of the kernels' parameter, and the memory to which they point. */
    private final class Addresses {
        private final long[] argumentAddresses = new long[arguments.size()];
        private final long[] outputAddresses = new long[outputs.size()];
        private final long parameterValues;
        private final long partials;
        private final long totalPartials;
        private long totalBlocks;
        private long blockFrom;
        private long blockCount;

        Addresses(long blockRows) {
            this.parameterValues = take(source.parameterBytes());
            for (Variable v : plan.arguments()) {
                Tensor tensor = arguments.get(v.position());
                if (!isCopied(tensor)) {
                    argumentAddresses[v.position()] = tensor.segment().address();
                } else if (isOfRows(v)) {
                    argumentAddresses[v.position()] = take(rowBytes(tensor) * Math.min(blockRows, tensor.size(0)));
                } else {
                    argumentAddresses[v.position()] = take(tensor.byteSize());
                    upload(tensor, argumentAddresses[v.position()]);
                }
            }
            for (int k = 0; k < outputs.size(); k++) {
                Tensor tensor = outputs.get(k);
                outputAddresses[k] = !isCopied(tensor) ? tensor.segment().address()
                        : take(isTotal(k) ? tensor.byteSize() : rowBytes(tensor) * blockRows);
            }
            this.partials = take(source.partialBytes(blockRows, split.slices()));
            this.totalPartials = take(source.totalPartialBytes(blocks(blockRows)));
        }

        private long take(long bytes) {
            return bytes == 0 ? 0 : workspace.take(bytes);
        }

        private void upload(Tensor tensor, long address) {
            workspace.upload(tensor.segment(), tensor.dtype().layout(tensor.order()), address);
        }

        /** Copies rows to the device and sets the parameter for them. */
        void rows(long from, long count) {
            for (Variable v : plan.arguments()) {
                Tensor tensor = arguments.get(v.position());
                if (isOfRows(v) && isCopied(tensor)) {
                    upload(tensor.rows(from, from + count), argumentAddresses[v.position()]);
                }
            }
            write(from, count);
            blockFrom = from;
            blockCount = count;
            totalBlocks += split.entry().rowBlocks(count) * split.slices();
        }

        /** Sets the parameter for the last launch, which adds the partial totals of all blocks. */
        void totals() {
            long all = totalBlocks;
            totalBlocks = 0;
            write(0, rows);
            set(new CallField.TotalBlocks(), all);
        }

        private void write(long from, long count) {
            for (int k = 0; k < source.call().size(); k++) {
                workspace.parameters().setAtIndex(JAVA_LONG, k, value(source.call().get(k), from, count));
            }
        }

        private void set(CallField field, long value) {
            workspace.parameters().setAtIndex(JAVA_LONG, source.call().indexOf(field), value);
        }

        private long value(CallField field, long from, long count) {
            return switch (field) {
                case CallField.Argument(int position) -> argument(position, from);
                case CallField.Output(int number) -> output(number, from);
                case CallField.Partials _ -> partials;
                case CallField.TotalPartials _ -> totalPartials + totalBlocks * source.totalPartialStride();
                case CallField.ParameterValues _ -> parameterValues;
                case CallField.Stop _ -> workspace.stopAddress();
                case CallField.Rows _ -> count;
                case CallField.FirstRow _ -> firstRow + from;
                case CallField.Columns _ -> columns;
                case CallField.SliceColumns _ -> split.sliceColumns();
                case CallField.Slices _ -> split.slices();
                case CallField.TotalBlocks _ -> totalBlocks;
            };
        }

        private long argument(int position, long from) {
            Variable v = plan.arguments().get(position);
            Tensor tensor = arguments.get(position);
            boolean moves = isOfRows(v) && !isCopied(tensor);
            return argumentAddresses[position] + (moves ? rowBytes(tensor) * from : 0);
        }

        private long output(int number, long from) {
            Tensor tensor = outputs.get(number);
            boolean moves = !isTotal(number) && !isCopied(tensor);
            return outputAddresses[number] + (moves ? rowBytes(tensor) * from : 0);
        }

        /** Copies the results of the last block of rows to the host, if there was one. */
        void download() {
            for (int k = 0; k < outputs.size() && blockCount > 0; k++) {
                if (!isTotal(k)) {
                    download(k, outputs.get(k).rows(blockFrom, blockFrom + blockCount));
                }
            }
        }

        void downloadTotals() {
            for (int k = 0; k < outputs.size(); k++) {
                if (isTotal(k)) {
                    download(k, outputs.get(k));
                }
            }
        }

        private void download(int number, Tensor target) {
            if (isCopied(target)) {
                workspace.download(outputAddresses[number], target.segment(), target.dtype().layout(target.order()));
            }
        }
    }
}
