package keops.plan;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keops.tensor.Tensor;

/** The problems of a batch. */
public final class BatchElements implements Elements {
    private final long[] sizes;
    private final List<Member> arguments;
    private final List<Member> outputs;

    private BatchElements(long[] sizes, List<Member> arguments, List<Member> outputs) {
        this.sizes = sizes;
        this.arguments = arguments;
        this.outputs = outputs;
    }

    static BatchElements of(List<Long> sizes, List<Tensor> arguments, int[] coreRanks, List<Tensor> outputs) {
        return new BatchElements(sizes.stream().mapToLong(Long::longValue).toArray(),
                IntStream.range(0, coreRanks.length)
                        .mapToObj(k -> Member.of(arguments.get(k), arguments.get(k).rank() - coreRanks[k]))
                        .toList(),
                outputs.stream().map(output -> Member.of(output, sizes.size())).toList());
    }

    /** A tensor, and what of it each problem takes. */
    private static final class Member {
        /** The rows of the parts, one after the other along the first axis, or without leading axes the tensor. */
        private final Tensor all;
        private final long[] core;
        /** Along each leading axis, the parts from one problem to the next; 0 where they share. */
        private final long[] strides;

        private Member(Tensor all, long[] core, long[] strides) {
            this.all = all;
            this.core = core;
            this.strides = strides;
        }

        static Member of(Tensor tensor, int leading) {
            long[] shape = tensor.shape();
            long[] strides = new long[leading];
            long stride = 1;
            for (int axis = leading - 1; axis >= 0; axis--) {
                strides[axis] = shape[axis] == 1 ? 0 : stride;
                stride *= shape[axis];
            }
            long[] core = LongStream.of(shape).skip(leading).toArray();
            if (leading == 0) {
                return new Member(tensor, core, strides);
            }
            long[] flat = core.length > 1
                    ? core.clone()
                    : LongStream.concat(LongStream.of(1), LongStream.of(core)).toArray();
            flat[0] *= stride;
            return new Member(tensor.reshape(flat), core, strides);
        }

        Member in(Tensor other) {
            return new Member(other, core, strides);
        }

        long part(long[] sizes, long element) {
            long part = 0;
            long rest = element;
            for (int axis = strides.length - 1; axis >= 0; axis--) {
                part += rest % sizes[axis] * strides[axis];
                rest /= sizes[axis];
            }
            return part;
        }

        Tensor of(long[] sizes, long element) {
            if (strides.length == 0) {
                return all;
            }
            long part = part(sizes, element);
            return all.rows(part * rows(), (part + 1) * rows()).reshape(core);
        }

        /** The rows of a part; a parameter or a total counts as one. */
        long rows() {
            return core.length > 1 ? core[0] : 1;
        }
    }

    @Override
    public BatchElements only(int... results) {
        return new BatchElements(sizes, arguments, IntStream.of(results).mapToObj(outputs::get).toList());
    }

    /** The same problems in other memory: tensors like {@link #arguments()} and {@link #outputs()}. */
    public BatchElements in(List<Tensor> otherArguments, List<Tensor> otherOutputs) {
        return new BatchElements(sizes, members(arguments, otherArguments), members(outputs, otherOutputs));
    }

    private static List<Member> members(List<Member> members, List<Tensor> others) {
        return IntStream.range(0, members.size()).mapToObj(k -> members.get(k).in(others.get(k))).toList();
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
        return arguments.stream().map(member -> member.all).toList();
    }

    @Override
    public List<Tensor> outputs() {
        return outputs.stream().map(member -> member.all).toList();
    }

    /** Whether all problems take the same part of an argument. */
    public boolean isShared(int argument) {
        return LongStream.of(arguments.get(argument).strides).allMatch(stride -> stride == 0);
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
        return arguments.stream().map(member -> member.of(sizes, element)).toList();
    }

    @Override
    public List<Tensor> outputs(long element) {
        return outputs.stream().map(member -> member.of(sizes, element)).toList();
    }
}
