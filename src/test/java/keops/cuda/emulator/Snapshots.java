package keops.cuda.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import keops.bindings.NativeLibraries;
import keops.cache.CompiledImage;
import keops.cache.ImageKind;
import keops.cuda.call.ImageRequest;
import keops.cuda.call.ImageStore;
import keops.cuda.call.Images;
import keops.cuda.nvrtc.Compiler;
import keops.cuda.nvrtc.InstalledNvrtc;
import keops.cuda.nvrtc.Target;
import org.opentest4j.TestAbortedException;

/**
 * PTX of our own kernels, in the test resources, for machines without NVRTC. A snapshot is found by the kernel's whole
 * source, so that an old one is never taken for a new kernel. {@code -Dkeops.snapshots=write}, where NVRTC is, writes
 * one for every kernel of the tests that are run.
 */
public final class Snapshots implements ImageStore {
    private static final Path FOLDER = Path.of("test", "resources", "keops", "cuda", "snapshots");
    /** Larger ones would make the repository large; what is tested by them needs NVRTC. */
    private static final int LARGEST_BYTES = 400 << 10;
    private static final boolean WRITES = "write".equals(System.getProperty("keops.snapshots"));
    private static final boolean HAS_NVRTC = NativeLibraries.nvrtcLibrary().isAvailable();
    /** The driver looks at the PTX only. */
    private static final int ANY_ARCHITECTURE = 0;
    private static boolean isTold;

    private Snapshots() {}

    /** Lets all kernels from now on come from here where there is no NVRTC. */
    static synchronized void install() {
        Images.comeFrom(new Snapshots());
        if (!isTold) {
            System.out.println("emulated kernels: PTX from " + (HAS_NVRTC
                    ? NativeLibraries.nvrtcLibrary().origin().orElse("NVRTC")
                    : "snapshots, because " + NativeLibraries.nvrtcLibrary().unavailabilityCause().orElseThrow()));
            isTold = true;
        }
    }

    /** Whether kernels come from NVRTC, so that there may be any. */
    public static boolean canCompile() {
        return HAS_NVRTC;
    }

    /** Whether there is a snapshot of a kernel. */
    public static boolean has(String source, List<String> options) {
        return Snapshots.class.getResource(resource(source, options)) != null;
    }

    /** The PTX of a source: from NVRTC, or a snapshot. */
    public static CompiledImage ptx(String source, List<String> options) {
        return HAS_NVRTC
                ? Compiler.compile(source, options,
                        new Target(InstalledNvrtc.architectures().getFirst(), ImageKind.PTX))
                : snapshot(source, options);
    }

    private static String resource(String source, List<String> options) {
        return "/keops/cuda/snapshots/" + name(source, options);
    }

    @Override
    public CompiledImage image(ImageRequest request) {
        String source = request.source().text();
        List<String> options = request.source().options();
        if (!HAS_NVRTC) {
            return snapshot(source, options);
        }
        CompiledImage made = Compiler.compile(source, options, Target.of(request.architecture(), request.isPortable()));
        if (WRITES && made.kind() == ImageKind.PTX) {
            write(made, name(source, options));
        }
        return made;
    }

    private static CompiledImage snapshot(String source, List<String> options) {
        try (InputStream in = Snapshots.class.getResourceAsStream(resource(source, options))) {
            if (in == null) {
                String why = "skipped: no NVRTC here, and no snapshot of the kernel "
                        + source.lines().findFirst().orElse("");
                System.out.println(why);
                throw new TestAbortedException(why);
            }
            byte[] text = new GZIPInputStream(in).readAllBytes();
            return new CompiledImage(ImageKind.PTX, ANY_ARCHITECTURE, text, "", Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(CompiledImage made, String name) {
        try {
            var packed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(packed)) {
                out.write(made.bytes());
            }
            if (packed.size() <= LARGEST_BYTES) {
                Files.createDirectories(FOLDER);
                Files.write(FOLDER.resolve(name), packed.toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String source, List<String> options) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.getBytes(StandardCharsets.UTF_8));
            digest.update(options.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8) + ".ptx.gz";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
