package keops.cuda.emulator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The driver's calls that load and launch kernels. */
@SuppressWarnings("restricted") // it stands on the other side of the bindings
final class ModuleCalls {
    private static final int NO_BINARY = 209;
    private static final int INVALID_PTX = 218;
    private static final int ERROR_LOG = 5;
    private static final int ERROR_LOG_BYTES = 6;
    private static final int DEFAULT_SHARED = 48 << 10;
    private static final int THREADS_PER_MULTIPROCESSOR = 2048;

    /** A module that was loaded. */
    record Loaded(FakeDevice device, PtxModule module, Map<String, Long> variables, Map<String, Function> functions) {}

    /** A kernel of a module. */
    private static final class Function {
        private final FakeDevice device;
        private final PtxProgram program;
        private volatile int dynamicShared;

        Function(FakeDevice device, PtxProgram program) {
            this.device = device;
            this.program = program;
            this.dynamicShared = DEFAULT_SHARED - program.sharedBytes();
        }
    }

    private final FakeDriver driver;

    ModuleCalls(FakeDriver driver) {
        this.driver = driver;
    }

    void cuModuleLoadData(MemorySegment module, MemorySegment image) {
        cuModuleLoadDataEx(module, image, 0, MemorySegment.NULL, MemorySegment.NULL);
    }

    void cuModuleLoadDataEx(MemorySegment module, MemorySegment image, int options, MemorySegment names,
            MemorySegment values) {
        if (FakeDriver.at(image, 1).get(ValueLayout.JAVA_BYTE, 0) == 0x7F) {
            throw new Refusal(NO_BINARY); // machine code, which only a GPU can run
        }
        try {
            String text = image.reinterpret(Long.MAX_VALUE).getString(0);
            FakeDriver.set(module, driver.handles().add(load(PtxParser.parse(text))));
        } catch (PtxException e) {
            driver.note(e);
            log(e.getMessage(), options, names, values);
            throw new Refusal(INVALID_PTX);
        }
    }

    private static void log(String message, int options, MemorySegment names, MemorySegment values) {
        MemorySegment buffer = MemorySegment.NULL;
        long size = 0;
        for (int k = 0; k < options; k++) {
            int name = FakeDriver.at(names, 4L * options).getAtIndex(ValueLayout.JAVA_INT, k);
            MemorySegment value = FakeDriver.at(values, 8L * options).getAtIndex(ValueLayout.ADDRESS, k);
            if (name == ERROR_LOG) {
                buffer = value;
            } else if (name == ERROR_LOG_BYTES) {
                size = value.address();
            }
        }
        byte[] bytes = (message + "\0").getBytes(StandardCharsets.UTF_8);
        if (size >= bytes.length) {
            MemorySegment.copy(bytes, 0, FakeDriver.at(buffer, size), ValueLayout.JAVA_BYTE, 0, bytes.length);
        }
    }

    private Loaded load(PtxModule module) {
        FakeDevice device = driver.current();
        var addresses = new HashMap<String, Long>();
        for (PtxVariable v : module.variables()) {
            if (!v.space().equals("shared")) {
                long address = device.memory().allocate(v.bytes());
                Bytes bytes = device.memory().find(address, v.bytes()).bytes();
                System.arraycopy(v.initial(), 0, bytes.data(), 0, v.initial().length);
                bytes.markWritten(0, bytes.size());
                addresses.put(v.name(), address);
            }
        }
        var functions = new HashMap<String, Function>();
        for (PtxFunction f : module.functions().values()) {
            if (f.isEntry()) {
                functions.put(f.name(), new Function(device, Decoder.apply(module, f, addresses)));
            }
        }
        return new Loaded(device, module, addresses, functions);
    }

    void cuModuleUnload(MemorySegment module) {
        Loaded loaded = driver.handles().remove(Loaded.class, module.address());
        loaded.device().synchronize();
        loaded.variables().values().forEach(loaded.device().memory()::free);
    }

    void cuModuleGetFunction(MemorySegment function, MemorySegment module, MemorySegment name) {
        Function found = driver.handles().get(Loaded.class, module.address()).functions()
                .get(name.reinterpret(Long.MAX_VALUE).getString(0));
        if (found == null) {
            throw new Refusal(500);
        }
        FakeDriver.set(function, driver.handles().add(found));
    }

    private Function function(MemorySegment handle) {
        return driver.handles().get(Function.class, handle.address());
    }

    void cuFuncGetAttribute(MemorySegment value, int attribute, MemorySegment function) {
        PtxProgram program = function(function).program;
        FakeDriver.set(value, switch (attribute) {
            case 0 -> program.maxThreads() == 0 ? 1024 : program.maxThreads();
            case 1 -> program.sharedBytes();
            case 3 -> program.localBytes();
            case 4 -> 40; // registers
            case 8 -> function(function).dynamicShared;
            default -> throw new Refusal(1);
        });
    }

    void cuFuncSetAttribute(MemorySegment function, int attribute, int value) {
        if (attribute == 8) {
            function(function).dynamicShared = value;
        }
    }

    void cuOccupancyMaxActiveBlocksPerMultiprocessor(MemorySegment blocks, MemorySegment function, int threads,
            long shared) {
        long bytes = function(function).program.sharedBytes() + shared;
        long byShared = bytes == 0 ? 32 : (100L << 10) / bytes;
        FakeDriver.set(blocks, (int) Math.min(Math.min(32, byShared), THREADS_PER_MULTIPROCESSOR / threads));
    }

    void cuLaunchKernel(MemorySegment function, int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ,
            int shared, MemorySegment stream, MemorySegment parameters, MemorySegment extra) {
        Function kernel = function(function);
        FakeStream queue = driver.handles().get(FakeStream.class, stream.address());
        // CUDA C++ Programming Guide: a launch fails in a stream that is not associated to the current device.
        if (queue.device() != driver.current()) {
            throw new Refusal(400);
        }
        boolean isValid = gridX > 0 && gridY > 0 && gridZ > 0 && gridY <= 65535 && gridZ <= 65535 && blockX > 0
                && blockY > 0 && blockZ > 0 && (long) blockX * blockY * blockZ <= 1024 && shared >= 0
                && shared <= kernel.dynamicShared && extra.address() == 0 && queue.device() == kernel.device;
        if (!isValid) {
            throw new Refusal(1);
        }
        var launch = new Launch(new int[] {gridX, gridY, gridZ}, new int[] {blockX, blockY, blockZ}, shared,
                bytes(kernel.program, parameters), kernel.device.memory(), Launch.USUAL_BUDGET);
        queue.put(() -> run(kernel, launch));
    }

    /** The driver copies as many bytes of each parameter as the kernel declares. */
    private static byte[] bytes(PtxProgram program, MemorySegment pointers) {
        int end = 0;
        for (PtxVariable v : program.parameters()) {
            end = v.align(end) + v.bytes();
        }
        byte[] bytes = new byte[end];
        int at = 0;
        for (int k = 0; k < program.parameters().size(); k++) {
            PtxVariable v = program.parameters().get(k);
            at = v.align(at);
            MemorySegment pointer = FakeDriver.at(pointers, 8L * program.parameters().size())
                    .getAtIndex(ValueLayout.ADDRESS, k);
            MemorySegment.copy(FakeDriver.at(pointer, v.bytes()), ValueLayout.JAVA_BYTE, 0, bytes, at, v.bytes());
            at += v.bytes();
        }
        return bytes;
    }

    private void run(Function kernel, Launch launch) {
        if (kernel.device.lostBy() != 0) {
            throw new Refusal(kernel.device.lostBy());
        }
        try {
            kernel.device.ran(launch.run(kernel.program));
        } catch (Fault fault) {
            driver.note(fault);
            kernel.device.lose(fault.kind().code());
            throw fault;
        }
    }
}
