package keops.plan;

import java.util.List;
import java.util.stream.IntStream;
import keops.tensor.Tensor;

/** The problems of a batch. */
public final class BatchElements implements Elements {
    private final long[] sizes;
    private final List<BatchTensor> arguments;
    private final List<BatchTensor> outputs;

    private BatchElements(long[] sizes, List<BatchTensor> arguments, List<BatchTensor> outputs) {
        this.sizes = sizes;
        this.arguments = arguments;
        this.outputs = outputs;
    }

    static BatchElements of(List<Long> sizes, List<Tensor> arguments, int[] coreRanks, List<Tensor> outputs) {
        return new BatchElements(sizes.stream().mapToLong(Long::longValue).toArray(),
                IntStream.range(0, coreRanks.length)
                        .mapToObj(k -> BatchTensor.of(arguments.get(k), arguments.get(k).rank() - coreRanks[k]))
                        .toList(),
                outputs.stream().map(output -> BatchTensor.of(output, sizes.size())).toList());
    }

    @Override
    public BatchElements only(int... results) {
        return new BatchElements(sizes, arguments, IntStream.of(results).mapToObj(outputs::get).toList());
    }

    /** The same problems in other memory: tensors like {@link #arguments()} and {@link #outputs()}. */
    public BatchElements in(List<Tensor> otherArguments, List<Tensor> otherOutputs) {
        return new BatchElements(sizes, inOtherMemory(arguments, otherArguments), inOtherMemory(outputs, otherOutputs));
    }

    private static List<BatchTensor> inOtherMemory(List<BatchTensor> given, List<Tensor> others) {
        return IntStream.range(0, given.size()).mapToObj(k -> given.get(k).in(others.get(k))).toList();
    }

    @Override
    public long count() {
        long count = 1;
        for (long size : sizes) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    @Override
    public List<Tensor> arguments() {
        return arguments.stream().map(BatchTensor::all).toList();
    }

    @Override
    public List<Tensor> outputs() {
        return outputs.stream().map(BatchTensor::all).toList();
    }

    /** Whether all problems take the same part of an argument. */
    public boolean isShared(int argument) {
        return arguments.get(argument).isShared();
    }

    /** The part of an argument that a problem takes. */
    public long part(int argument, long element) {
        return arguments.get(argument).part(sizes, element);
    }

    /** The rows of each part of an argument; a parameter counts as one. */
    public long rows(int argument) {
        return arguments.get(argument).rows();
    }

    @Override
    public List<Tensor> arguments(long element) {
        return arguments.stream().map(one -> one.of(sizes, element)).toList();
    }

    @Override
    public List<Tensor> outputs(long element) {
        return outputs.stream().map(one -> one.of(sizes, element)).toList();
    }
}
