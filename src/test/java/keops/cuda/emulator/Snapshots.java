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
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import keops.bindings.NativeLibraries;
import keops.cuda.call.ImageKey;
import keops.cuda.call.ImageStore;
import keops.cuda.call.Images;
import keops.cuda.nvrtc.CompiledKernel;
import org.opentest4j.TestAbortedException;

/**
 * PTX of our own kernels, in the test resources, for machines without NVRTC. A snapshot is found by the kernel's whole
 * source, so that an old one is never taken for a new kernel. {@code -Dkeops.snapshots=write}, where NVRTC is, writes one
 * for every kernel of the tests that are run.
 */
public final class Snapshots implements ImageStore {
    private static final Path FOLDER = Path.of("test", "resources", "keops", "cuda", "snapshots");
    /** Larger ones would make the repository large; what is tested by them needs NVRTC. */
    private static final int LARGEST_BYTES = 400 << 10;
    private static final boolean WRITES = "write".equals(System.getProperty("keops.snapshots"));
    private static final boolean HAS_NVRTC = NativeLibraries.nvrtcLibrary().isAvailable();
    private static boolean isInstalled;

    private Snapshots() {}

    /** Lets all kernels from now on come from here where there is no NVRTC. */
    static synchronized void install() {
        if (!isInstalled) {
            Images.keepIn(new Snapshots());
            System.out.println("emulated kernels: PTX from " + (HAS_NVRTC
                    ? NativeLibraries.nvrtcLibrary().origin().orElse("NVRTC")
                    : "snapshots, because " + NativeLibraries.nvrtcLibrary().unavailabilityCause().orElseThrow()));
            isInstalled = true;
        }
    }

    /** Whether kernels come from NVRTC, so that there may be any. */
    public static boolean canCompile() {
        return HAS_NVRTC;
    }

    /** Whether there is a snapshot of a kernel. */
    public static boolean has(String source, List<String> options) {
        return Snapshots.class.getResource(resource(new ImageKey(source, options, 0, true))) != null;
    }

    private static String resource(ImageKey key) {
        return "/keops/cuda/snapshots/" + name(key);
    }

    @Override
    public Optional<CompiledKernel> find(ImageKey key) {
        if (HAS_NVRTC) {
            return Optional.empty();
        }
        try (InputStream in = Snapshots.class.getResourceAsStream(resource(key))) {
            if (in == null) {
                String why = "skipped: no NVRTC here, and no snapshot of the kernel "
                        + key.source().lines().findFirst().orElse("");
                System.out.println(why);
                throw new TestAbortedException(why);
            }
            byte[] text = new GZIPInputStream(in).readAllBytes();
            return Optional.of(new CompiledKernel(text, CompiledKernel.Kind.PTX, "compute", "", Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void keep(ImageKey key, CompiledKernel kernel) {
        if (!WRITES || kernel.kind() != CompiledKernel.Kind.PTX) {
            return;
        }
        try {
            var packed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(packed)) {
                out.write(kernel.image());
            }
            if (packed.size() <= LARGEST_BYTES) {
                Files.createDirectories(FOLDER);
                Files.write(FOLDER.resolve(name(key)), packed.toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(ImageKey key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.source().getBytes(StandardCharsets.UTF_8));
            digest.update(key.options().toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 8) + ".ptx.gz";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
