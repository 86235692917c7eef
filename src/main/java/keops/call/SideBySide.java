package keops.call;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import keops.plan.CurrentWatch;
import keops.tensor.Tensor;

/** Numbers that lie side by side along the last axis of tensors: put together, and taken apart. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * The numbers of several tensors of one shape, on the host, in turns: a number of each, then the next of each.
     *
     * @return of their shape, but for the last axis, which is as many times longer as there are tensors
     */
    public static Tensor join(Arena arena, List<Tensor> parts) {
        Tensor first = parts.getFirst();
        long[] shape = first.shape();
        shape[shape.length - 1] *= parts.size();
        Tensor all = Tensor.allocate(arena, first.dtype(), shape);
        for (int d = 0; d < parts.size(); d++) {
            put(parts.get(d), all, d, parts.size());
        }
        return all;
    }

    /** Puts the rows of a tensor to their places among those of several. */
    static void put(Tensor part, Tensor all, int d, int count) {
        long bytes = part.size(part.rank() - 1) * part.dtype().bytes();
        for (long row = 0; row < part.byteSize() / bytes; row++) {
            CurrentWatch.checkAt(row);
            MemorySegment.copy(part.segment(), row * bytes, all.segment(), (row * count + d) * bytes, bytes);
        }
    }

    /** Some numbers of the last axis, where the tensor is. */
    public static Tensor part(Arena arena, Tensor tensor, int from, int count) {
        return Home.of(tensor).bring(arena, there -> partOnHost(there, Home.onHost(there, tensor), from, count));
    }

    private static Tensor partOnHost(Arena arena, Tensor tensor, int from, int count) {
        long width = tensor.size(tensor.rank() - 1);
        long[] shape = tensor.shape();
        shape[shape.length - 1] = count;
        Tensor part = Tensor.allocate(arena, tensor.dtype(), shape);
        long size = tensor.dtype().bytes();
        for (long row = 0; row < part.count() / count; row++) {
            CurrentWatch.checkAt(row);
            MemorySegment.copy(
                    tensor.segment(), (row * width + from) * size, part.segment(), row * count * size, count * size);
        }
        return part;
    }
}
