package keops.call;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import keops.memory.ScratchArena;
import keops.plan.CurrentWatch;
import keops.tensor.DType;
import keops.tensor.Device;
import keops.tensor.Tensor;

/**
 * Where the results of a call live: on the device that some of its data are on, or on the host. What the host has to
 * compute for data of a device, it computes from copies, and the results go home.
 *
 * @param device the device; empty for the host
 */
public record Home(Optional<Device> device) {
    /** The home of the results for some data. */
    public static Home of(Tensor... data) {
        return of(Arrays.stream(data));
    }

    /** The home of the results for arguments, and for what else a derivative takes. */
    public static Home of(Tensor[] arguments, List<Tensor> others) {
        return of(Stream.concat(Arrays.stream(arguments), others.stream()));
    }

    private static Home of(Stream<Tensor> data) {
        return new Home(data.flatMap(tensor -> tensor.device().stream()).findFirst());
    }

    /** A tensor that the host can reach: the same, or a copy of what is on a device. */
    public static Tensor onHost(Arena arena, Tensor tensor) {
        return tensor.device().isPresent() ? tensor.toHost(arena) : tensor;
    }

    /** A new tensor; its elements are not set where this is a device. */
    public Tensor allocate(Arena arena, DType dtype, long... shape) {
        return device.map(there -> Tensor.allocate(there, arena, dtype, shape))
                .orElseGet(() -> Tensor.allocate(arena, dtype, shape));
    }

    /** The sum of two tensors of one shape, on the device of one of them where there is such. */
    public static Tensor sum(Arena arena, Tensor a, Tensor b) {
        return of(a, b).bring(arena, there -> {
            Tensor sum = a.toHost(there);
            Tensor more = onHost(there, b);
            for (long k = 0; k < sum.count(); k++) {
                CurrentWatch.checkAt(k);
                sum.setDoubleAt(k, sum.doubleAt(k) + more.doubleAt(k));
            }
            return sum;
        });
    }

    /**
     * A result that the host computes.
     *
     * @param arena what it lives in
     * @param computation makes it on the host, in the arena that it gets
     */
    public Tensor bring(Arena arena, Function<Arena, Tensor> computation) {
        if (device.isEmpty()) {
            return computation.apply(arena);
        }
        try (Arena scratch = new ScratchArena()) {
            return computation.apply(scratch).to(device.get(), arena);
        }
    }
}
