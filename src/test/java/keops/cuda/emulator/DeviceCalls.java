package keops.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The driver's calls about itself, devices and contexts. */
final class DeviceCalls {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "CUDA_ERROR_INVALID_VALUE"), Map.entry(2, "CUDA_ERROR_OUT_OF_MEMORY"),
            Map.entry(101, "CUDA_ERROR_INVALID_DEVICE"), Map.entry(200, "CUDA_ERROR_INVALID_IMAGE"),
            Map.entry(201, "CUDA_ERROR_INVALID_CONTEXT"), Map.entry(209, "CUDA_ERROR_NO_BINARY_FOR_GPU"),
            Map.entry(218, "CUDA_ERROR_INVALID_PTX"), Map.entry(222, "CUDA_ERROR_UNSUPPORTED_PTX_VERSION"),
            Map.entry(400, "CUDA_ERROR_INVALID_HANDLE"), Map.entry(500, "CUDA_ERROR_NOT_FOUND"),
            Map.entry(700, "CUDA_ERROR_ILLEGAL_ADDRESS"), Map.entry(702, "CUDA_ERROR_LAUNCH_TIMEOUT"),
            Map.entry(716, "CUDA_ERROR_MISALIGNED_ADDRESS"), Map.entry(719, "CUDA_ERROR_LAUNCH_FAILED"),
            Map.entry(801, "CUDA_ERROR_NOT_SUPPORTED"), Map.entry(999, "CUDA_ERROR_UNKNOWN"));

    private final FakeDriver driver;
    private final Map<Integer, MemorySegment> texts = new ConcurrentHashMap<>();
    private final Map<Long, FakeDevice> contexts = new ConcurrentHashMap<>();

    DeviceCalls(FakeDriver driver) {
        this.driver = driver;
        driver.devices().forEach(device -> contexts.put(context(device), device));
    }

    private static long context(FakeDevice device) {
        return 0xC0_0000L + 64L * device.ordinal();
    }

    void cuInit(int flags) {
        if (flags != 0) {
            throw new Refusal(1);
        }
    }

    void cuDriverGetVersion(MemorySegment version) {
        FakeDriver.set(version, 13000);
    }

    void cuGetErrorName(int code, MemorySegment text) {
        text(code, text, "");
    }

    void cuGetErrorString(int code, MemorySegment text) {
        text(code, text, " as the emulator says it");
    }

    private void text(int code, MemorySegment answer, String more) {
        if (!NAMES.containsKey(code)) {
            throw new Refusal(1);
        }
        MemorySegment text = texts.computeIfAbsent(more.isEmpty() ? code : -code,
                _ -> Arena.global().allocateFrom(NAMES.get(code) + more));
        FakeDriver.at(answer, 8).set(ValueLayout.ADDRESS, 0, text);
    }

    void cuDeviceGetCount(MemorySegment count) {
        FakeDriver.set(count, driver.devices().size());
    }

    void cuDeviceGet(MemorySegment device, int ordinal) {
        FakeDriver.set(device, driver.device(ordinal).ordinal());
    }

    void cuDeviceGetName(MemorySegment name, int length, int device) {
        byte[] bytes = (driver.device(device).properties().name() + "\0").getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, FakeDriver.at(name, length), ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    void cuDeviceTotalMem_v2(MemorySegment bytes, int device) {
        FakeDriver.set(bytes, driver.device(device).properties().memoryBytes());
    }

    void cuDeviceGetAttribute(MemorySegment value, int attribute, int device) {
        FakeDevice.Properties p = driver.device(device).properties();
        FakeDriver.set(value, switch (attribute) {
            case 1 -> 1024; // threads per block
            case 5 -> Integer.MAX_VALUE; // blocks along x
            case 6 -> 65535; // blocks along y
            case 8 -> 48 << 10; // shared memory per block
            case 10 -> 32; // lanes of a warp
            case 13, 36 -> 1_000_000; // clocks, in kHz
            case 16 -> p.multiprocessors();
            case 37 -> 256; // bits of the memory bus
            case 38 -> 4 << 20; // bytes of the level 2 cache
            case 39 -> 2048; // threads per multiprocessor
            case 40 -> 2; // copy engines
            case 41 -> 1; // one address space
            case 75 -> p.major();
            case 76 -> p.minor();
            case 81 -> 100 << 10; // shared memory per multiprocessor
            case 82 -> 65536; // registers per multiprocessor
            case 97 -> 99 << 10; // shared memory per block, on demand
            case 99 -> 1; // host memory can be registered
            case 106 -> 32; // blocks per multiprocessor
            case 115 -> p.hasPools() ? 1 : 0;
            default -> 0;
        });
    }

    void cuDevicePrimaryCtxRetain(MemorySegment context, int device) {
        FakeDriver.set(context, context(driver.device(device)));
    }

    void cuDevicePrimaryCtxRelease_v2(int device) {
        driver.device(device).synchronize();
    }

    void cuCtxSetCurrent(MemorySegment context) {
        FakeDevice device = contexts.get(context.address());
        if (device == null && context.address() != 0) {
            throw new Refusal(201);
        }
        driver.setCurrent(device);
    }

    void cuCtxSynchronize() {
        driver.current().synchronize();
    }
}
