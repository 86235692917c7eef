package keops.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** A process that is to be killed: it keeps kernels, and says so, or stops within one for ever. */
final class WritingProcess {
    private WritingProcess() {}

    /** The folder of the store, and the name of the file in whose middle it stops, if it does. */
    public static void main(String... arguments) {
        Disk disk = arguments.length < 2 ? Disk.LOCAL : (file, bytes) -> {
            boolean isIt = file.getFileName().toString().equals(arguments[1]);
            if (isIt && bytes.length == 0) {
                Files.createFile(file);
            } else {
                Disk.LOCAL.write(file, isIt ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
            }
            if (isIt) {
                System.out.println("in the middle");
                waitForEver();
            }
        };
        var place = new StoreFolder(Path.of(arguments[0]), Trust.ofThisUser(), disk);
        var store = new KernelStore(Optional.of(place), 1 << 30, InstantSource.system());
        for (int round = 0; ; round++) {
            int kernel = round % CompilingProcess.KERNELS;
            store.findOrMake(CompilingProcess.key(kernel), Samples.description("kernel " + kernel),
                    () -> CompilingProcess.image(kernel));
            System.out.println(kernel);
            store.inventory().delete(CompilingProcess.key((kernel + 7) % CompilingProcess.KERNELS).hash());
        }
    }

    private static void waitForEver() {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
