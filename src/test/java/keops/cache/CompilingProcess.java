package keops.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/**
 * A process that asks a store for the same kernels as others do, in an order of its own, some by several threads, and
 * leaves a line in a file for each that it compiles.
 */
final class CompilingProcess {
    static final int KERNELS = 20;
    private static final int IMAGE_BYTES = 300_000;

    private CompilingProcess() {}

    static KernelKey key(int kernel) {
        return Samples.key("kernel " + kernel);
    }

    static CompiledImage image(int kernel) {
        byte[] bytes = new byte[IMAGE_BYTES];
        new Random(kernel).nextBytes(bytes);
        return new CompiledImage(ImageKind.CUBIN, 90, bytes, "log " + kernel, Samples.image("").resources());
    }

    /** The folder of the store, the file of lines, and the seed of the order. */
    public static void main(String... arguments) throws InterruptedException {
        KernelStore store = KernelStore.open(Path.of(arguments[0]), 1 << 30);
        var order = new ArrayList<Integer>();
        for (int kernel = 0; kernel < KERNELS; kernel++) {
            order.add(kernel);
            order.add(kernel);
        }
        Collections.shuffle(order, new Random(Long.parseLong(arguments[2])));
        var threads = new ArrayList<Thread>();
        for (int first = 0; first < 2; first++) {
            int from = first;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int k = from; k < order.size(); k += 2) {
                    ask(store, order.get(k), Path.of(arguments[1]));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(store.statistics());
    }

    private static void ask(KernelStore store, int kernel, Path lines) {
        CompiledImage found = store.findOrMake(key(kernel), Samples.description("kernel " + kernel), () -> {
            try {
                Files.writeString(lines, kernel + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Thread.sleep(20);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return image(kernel);
        });
        if (!Arrays.equals(found.bytes(), image(kernel).bytes())) {
            System.out.println("half read: kernel " + kernel);
            System.exit(1);
        }
    }
}
