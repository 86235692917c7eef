package keops.cachetool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import keops.cache.ByteSize;
import keops.cache.CompiledImage;
import keops.cache.Description;
import keops.cache.ImageKind;
import keops.cache.KernelKey;
import keops.cache.KernelStore;
import keops.cache.Resources;

/** A cache with kernels that are none, of chosen ages and sizes. */
record Kernels(Path folder) {
    private static final long MOST_BYTES = 1L << 30;

    /** A kernel: its formula is its source, too. */
    record Sample(String formula, int architecture, ImageKind kind, Duration age, Duration unused, int imageBytes) {
        static Sample of(String formula) {
            return new Sample(formula, 90, ImageKind.CUBIN, Duration.ofDays(3), Duration.ofHours(5), 1000);
        }

        Sample on(int other) {
            return new Sample(formula, other, kind, age, unused, imageBytes);
        }

        Sample asPtx() {
            return new Sample(formula, architecture, ImageKind.PTX, age, unused, imageBytes);
        }

        Sample aged(Duration made, Duration used) {
            return new Sample(formula, architecture, kind, made, used, imageBytes);
        }

        Sample sized(int bytes) {
            return new Sample(formula, architecture, kind, age, unused, bytes);
        }

        KernelKey key() {
            return new KernelKey("__global__ void reduce() {} // " + formula + "\n", List.of("--std=c++17"), "13.0",
                    architecture, kind);
        }

        private Description description() {
            return new Description(formula, Optional.empty(), List.of("x = Vi(3)", "y = Vj(3)"), "Sum", 1, "float32",
                    "32 rows");
        }

        private CompiledImage image() {
            byte[] bytes = "// PTX\n".repeat(imageBytes).substring(0, imageBytes).getBytes(StandardCharsets.UTF_8);
            return new CompiledImage(kind, architecture, bytes, "no warnings\n",
                    kind == ImageKind.PTX ? Map.of() : Map.of("reduce", new Resources(40, 4, 4, 16, 1024)));
        }
    }

    /** Keeps kernels, as if the clock had been put back for each, and gives their keys. To be called once. */
    List<String> add(Sample... samples) throws IOException {
        for (Sample sample : samples) {
            KernelStore.open(folder, MOST_BYTES, InstantSource.fixed(Cli.NOW.minus(sample.age)))
                    .findOrMake(sample.key(), sample.description(), sample::image);
        }
        // A store notes its uses by the times of the texts, and corrects those that lie in its future when it adds
        // others.
        for (Sample sample : samples) {
            Path text = entry(sample.key().hash()).resolve("entry.txt");
            Files.setLastModifiedTime(text, FileTime.from(Cli.NOW.minus(sample.unused)));
        }
        return Arrays.stream(samples).map(sample -> sample.key().hash()).toList();
    }

    /**
     * The output of a run, with {0} for the first key, {s0} for the size of its kernel, and {sum} for the size of all.
     */
    Cli named(Cli run, List<String> keys) throws IOException {
        String text = run.out();
        long sum = 0;
        for (int k = 0; k < keys.size(); k++) {
            long bytes = bytes(keys.get(k)); // 0 for a kernel that is gone
            sum += bytes;
            text = text.replace(keys.get(k), "{key" + k + "}")
                    .replace(keys.get(k).substring(0, 12), "{" + k + "}")
                    .replaceAll("(?m)(?<=^\\{" + k + "\\} .{0,60}) " + ByteSize.format(bytes) + " ", " {s" + k + "} ");
        }
        return new Cli(run.exitCode(), text.replace("kernels, " + ByteSize.format(sum), "kernels, {sum}"), run.err());
    }

    /** What a kernel takes on disk, for people. */
    String size(String key) throws IOException {
        return ByteSize.format(bytes(key));
    }

    private long bytes(String key) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getParent().getFileName().toString().startsWith(key))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Changes a byte of the image of a kernel. */
    void damage(String key) throws IOException {
        Path image = entry(key).resolve("kernel.cubin");
        byte[] bytes = Files.readAllBytes(image);
        bytes[bytes.length / 2] ^= 1;
        Files.write(image, bytes);
    }

    /** Takes the text of a kernel away, so that nothing is known of it; its use remains. */
    void behead(String key) throws IOException {
        Path text = entry(key).resolve("entry.txt");
        FileTime used = Files.getLastModifiedTime(text);
        Files.writeString(text, "nothing\n");
        Files.setLastModifiedTime(text, used);
    }

    /** The folder of a kernel. */
    Path entry(String key) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("v" + KernelKey.FORMAT))) {
            return entries.filter(path -> path.getFileName().toString().startsWith(key)).findFirst().orElseThrow();
        }
    }
}
