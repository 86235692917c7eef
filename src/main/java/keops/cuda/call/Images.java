package keops.cuda.call;

import java.nio.charset.StandardCharsets;
import keops.cache.CompiledImage;
import keops.cache.ImageKind;
import keops.cuda.driver.GpuDevice;
import keops.cuda.driver.KernelModule;
import keops.cuda.source.KernelSource;
import keops.error.DeviceException;

/**
 * Finds or compiles the code of a source, and loads it: first machine code; if the driver rejects that, PTX; and if the
 * driver is older than NVRTC and does not know the version of the PTX, PTX that is labelled with an older version.
 */
public final class Images {
    private static final System.Logger LOG = System.getLogger(Images.class.getName());
    private static final int INVALID_IMAGE = 200;
    private static final int NO_BINARY = 209;
    private static final int INVALID_PTX = 218;
    private static final int UNSUPPORTED_PTX_VERSION = 222;
    /** The version of CUDA 11.4, the oldest supported driver; generated kernels need no newer one. */
    private static final String OLDEST_PTX = ".version 7.4";

    private static volatile ImageStore store = StoredImages.STANDARD;

    private Images() {}

    /** Sets the source of code from now on, for tests. */
    public static void comeFrom(ImageStore value) {
        store = value;
    }

    /**
     * The code of a source, loaded on a device.
     *
     * @throws keops.error.BackendException if it must be compiled and there is no NVRTC
     * @throws keops.error.CompileException if it does not compile
     * @throws DeviceException if the driver rejects all images
     */
    static KernelModule load(KernelSource source, GpuDevice device) {
        int architecture = device.properties().architecture();
        CompiledImage image = store.image(new ImageRequest(source, architecture, false));
        try {
            return device.load(image.bytes());
        } catch (DeviceException e) {
            if (e.code() == INVALID_IMAGE || e.code() == NO_BINARY) {
                LOG.log(System.Logger.Level.DEBUG, "{0} does not take machine code for {1}", device, image.target());
                return loadPtx(store.image(new ImageRequest(source, architecture, true)), device);
            }
            return loadOlder(image, device, e);
        }
    }

    private static KernelModule loadPtx(CompiledImage image, GpuDevice device) {
        try {
            return device.load(image.bytes());
        } catch (DeviceException e) {
            return loadOlder(image, device, e);
        }
    }

    private static KernelModule loadOlder(CompiledImage image, GpuDevice device, DeviceException refusal) {
        boolean isTooNew = refusal.code() == UNSUPPORTED_PTX_VERSION || refusal.code() == INVALID_PTX;
        if (image.kind() != ImageKind.PTX || !isTooNew) {
            throw refusal;
        }
        LOG.log(System.Logger.Level.DEBUG, "{0} does not take PTX of NVRTC''s version", device);
        try {
            String ptx = new String(image.bytes(), StandardCharsets.UTF_8);
            return device.load(older(ptx).getBytes(StandardCharsets.UTF_8));
        } catch (DeviceException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    /** The same PTX labelled with an older version, without the one directive that is newer. */
    private static String older(String ptx) {
        return ptx.replaceFirst("(?m)^\\.version .*$", OLDEST_PTX)
                .replaceAll("(?m)^\\s*\\.pragma \"used_bytes_mask.*;\\s*$", "");
    }
}
