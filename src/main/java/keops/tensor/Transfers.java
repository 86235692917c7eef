package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** Copies between tensors of the host and of devices. */
final class Transfers {
    private Transfers() {}

    /** Copies between tensors of the same type and number of elements. */
    static void copy(Tensor source, Tensor target) {
        if (source.device == null && target.device == null) {
            source.requireReadable("the source " + source.description());
            target.requireWritable("the target " + target.description());
            MemorySegment.copy(source.memory, source.dtype.layout(source.order), 0,
                    target.memory, target.dtype.layout(target.order), 0, source.count());
        } else if (target.device == null) {
            source.requireAlive("the source " + source.description());
            target.requireWritable("the target " + target.description());
            download(source, target);
        } else if (source.device == null) {
            source.requireReadable("the source " + source.description());
            target.requireAlive("the target " + target.description());
            upload(source, target);
        } else {
            source.requireAlive("the source " + source.description());
            target.requireAlive("the target " + target.description());
            try (Arena arena = Arena.ofConfined()) {
                upload(source.toHost(arena), target);
            }
        }
    }

    /** Numbers on a device are in the byte order of this machine. */
    private static void upload(Tensor source, Tensor target) {
        if (source.order == ByteOrder.nativeOrder()) {
            target.device.upload(source.memory, target.memory);
        } else {
            try (Arena arena = Arena.ofConfined()) {
                target.device.upload(source.toHost(arena).memory, target.memory);
            }
        }
    }

    private static void download(Tensor source, Tensor target) {
        if (target.order == ByteOrder.nativeOrder()) {
            source.device.download(source.memory, target.memory);
        } else {
            try (Arena arena = Arena.ofConfined()) {
                copy(source.toHost(arena), target);
            }
        }
    }
}
