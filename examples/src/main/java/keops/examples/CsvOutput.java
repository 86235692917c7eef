package keops.examples;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Writes tensors as .csv without a header: a line for each row along the last axis. The numbers are exact, see {@link
 * NumberText}.
 */
final class CsvOutput {
    private CsvOutput() {}

    /** Whether a file is a .csv file by its name. */
    static boolean isMeantBy(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** Prints a tensor. */
    static void print(Tensor tensor, Appendable out) throws IOException {
        long width = tensor.rank() == 0 ? 1 : tensor.size(tensor.rank() - 1);
        for (long k = 0; k < tensor.count(); k++) {
            out.append(NumberText.of(tensor, k)).append((k + 1) % width == 0 ? '\n' : ',');
        }
    }

    /** Writes a tensor to a file, which is replaced atomically, as by {@link keops.tensor.Npy}. */
    static void write(Path file, Tensor tensor) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FormulaException(file + ": cannot be written: it is a folder or a device");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path temporary = target.resolveSibling(".keops-" + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                    var out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
                print(tensor, out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
