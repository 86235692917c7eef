package keops.cache;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kernels that are none, by the text of their source. */
final class Samples {
    private Samples() {}

    static KernelKey key(String source) {
        return key(source, "13.0", 90, ImageKind.CUBIN);
    }

    static KernelKey key(String source, String compiler, int architecture, ImageKind kind) {
        return new KernelKey(source, List.of("--std=c++17", "-fmad=false"), compiler, architecture, kind);
    }

    /** With all that makes a text hard to keep: a backslash, line ends, colons, other scripts. */
    static Description description(String source) {
        return new Description("Exp(-g * SqDist(x,y)) \\n\n" + source, Optional.of("b: \u03b2"),
                List.of("g = Pm(1)", "x = Vi(3)"), "Sum", 1, "float32", "32 rows, tiles of 64 columns\r\n");
    }

    static CompiledImage image(String source) {
        return new CompiledImage(ImageKind.CUBIN, 90, ("image of " + source).getBytes(StandardCharsets.UTF_8),
                "log of " + source,
                Map.of("reduce", new Resources(40, 0, 4, 8, 1024), "merge", new Resources(20, 0, 0, 0, 0)));
    }

    /** The text of an entry with a checksum that is right again. */
    static String signed(String text) {
        String body = text.substring(0, text.lastIndexOf("sha256: "));
        return body + "sha256: " + Digest.of(body.getBytes(StandardCharsets.UTF_8)) + "\n";
    }
}
