package keops.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A CUDA driver in Java: each of its symbols is an upcall stub, so that the bindings call it as they call the real one.
 * Tests can make any call fail.
 */
@SuppressWarnings("restricted") // it stands on the other side of the bindings
public final class FakeDriver implements SymbolLookup {
    private static final int ERROR_UNKNOWN = 999;
    private static final int INVALID_CONTEXT = 201;
    /** The calls that need no current context. */
    private static final Set<String> ANYWHERE = Set.of("cuInit", "cuDriverGetVersion", "cuGetErrorName",
            "cuGetErrorString", "cuDeviceGetCount", "cuDeviceGet", "cuDeviceGetName", "cuDeviceGetAttribute",
            "cuDeviceTotalMem_v2", "cuDevicePrimaryCtxRetain", "cuDevicePrimaryCtxRelease_v2", "cuCtxSetCurrent",
            "cuCtxGetCurrent", "cuDeviceGetDefaultMemPool", "cuMemPoolSetAttribute", "cuMemPoolTrimTo");

    private final Map<String, MemorySegment> symbols = new HashMap<>();
    private final Map<String, int[]> failures = new ConcurrentHashMap<>();
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final List<FakeDevice> devices;
    private final Handles handles = new Handles();
    private final Map<Thread, FakeDevice> current = new ConcurrentHashMap<>();

    /** What is done before a call, after some that nothing is done before. */
    private static final class Pending {
        private final Runnable action;
        private int after;

        Pending(Runnable action, int after) {
            this.action = action;
            this.after = after;
        }
    }

    /** A driver with some devices. */
    public FakeDriver(List<FakeDevice.Properties> machine) {
        var made = new ArrayList<FakeDevice>();
        for (FakeDevice.Properties properties : machine) {
            made.add(new FakeDevice(made.size(), properties));
        }
        this.devices = List.copyOf(made);
        for (Object group : List.of(new DeviceCalls(this), new MemoryCalls(this), new CopyCalls(this),
                new StreamCalls(this), new ModuleCalls(this))) {
            for (Method method : group.getClass().getDeclaredMethods()) {
                if (method.getName().startsWith("cu")) {
                    symbols.put(method.getName(), stub(group, method));
                }
            }
        }
    }

    private MemorySegment stub(Object group, Method method) {
        try {
            MethodType type = MethodType.methodType(int.class, method.getParameterTypes());
            MethodHandle call = MethodHandles.lookup()
                    .findVirtual(FakeDriver.class, "call",
                            MethodType.methodType(int.class, Object.class, Method.class, Object[].class))
                    .bindTo(this);
            MethodHandle handle = MethodHandles.insertArguments(call, 0, group, method)
                    .asCollector(Object[].class, type.parameterCount())
                    .asType(type);
            MemoryLayout[] layouts = type.parameterList().stream().map(FakeDriver::layout).toArray(MemoryLayout[]::new);
            return Linker.nativeLinker()
                    .upcallStub(handle, FunctionDescriptor.of(ValueLayout.JAVA_INT, layouts), Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static MemoryLayout layout(Class<?> type) {
        return type == int.class ? ValueLayout.JAVA_INT
                : type == long.class ? ValueLayout.JAVA_LONG
                : type == byte.class ? ValueLayout.JAVA_BYTE : ValueLayout.ADDRESS;
    }

    /** What every symbol does: an exception would end the process, so that all become result codes. */
    @SuppressWarnings("UnusedMethod") // the stubs find it by its name
    private int call(Object group, Method method, Object[] arguments) {
        String name = method.getName();
        Pending next = pending.get(name);
        if (next != null && next.after-- == 0) {
            pending.remove(name);
            next.action.run();
        }
        int[] failure = failures.get(name);
        if (failure != null && failure[0]-- == 0) {
            failures.remove(name);
            return failure[1];
        }
        try {
            if (!ANYWHERE.contains(name)) {
                int lost = current().lostBy();
                if (lost != 0) {
                    return lost;
                }
            }
            method.invoke(group, arguments);
            return 0;
        } catch (InvocationTargetException e) {
            return code(e.getCause());
        } catch (Refusal e) {
            return e.code();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return code(e);
        }
    }

    private int code(Throwable e) {
        return switch (e) {
            case Refusal refusal -> refusal.code();
            case Fault fault -> fault.kind().code();
            case null, default -> {
                note(e);
                yield ERROR_UNKNOWN;
            }
        };
    }

    /** Keeps what went wrong, for the test to see. */
    synchronized void note(Throwable fault) {
        faults.add(fault);
    }

    /** What kernels did wrong since the last call, and what the driver itself did not understand. */
    public synchronized List<Throwable> takeFaults() {
        List<Throwable> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }

    /** Lets a call fail once, after some calls that go well. */
    public void fail(String symbol, int code, int after) {
        failures.put(symbol, new int[] {after, code});
    }

    /** Does something once before a call, in the thread that makes it, after some calls. */
    public void before(String symbol, int after, Runnable action) {
        pending.put(symbol, new Pending(action, after));
    }

    /** Ends all that tests have asked for, and gives lost contexts back. */
    public void reset() {
        failures.clear();
        pending.clear();
        takeFaults();
        devices.forEach(FakeDevice::reset);
    }

    @Override
    public Optional<MemorySegment> find(String name) {
        return Optional.ofNullable(symbols.get(name));
    }

    /** The devices. */
    public List<FakeDevice> devices() {
        return devices;
    }

    /** The streams that there are now. */
    public long streams() {
        return handles.count(FakeStream.class);
    }

    /** The bytes of pinned host memory that there are now. */
    public long pinnedBytes() {
        return MemoryCalls.pinnedBytes();
    }

    /** The modules that are loaded now. */
    public long modules() {
        return handles.count(ModuleCalls.Loaded.class);
    }

    Handles handles() {
        return handles;
    }

    FakeDevice device(int ordinal) {
        if (ordinal < 0 || ordinal >= devices.size()) {
            throw new Refusal(101);
        }
        return devices.get(ordinal);
    }

    /** The device whose context is current in this thread. */
    FakeDevice current() {
        FakeDevice device = current.get(Thread.currentThread());
        if (device == null) {
            throw new Refusal(INVALID_CONTEXT);
        }
        return device;
    }

    void setCurrent(FakeDevice device) {
        if (device == null) {
            current.remove(Thread.currentThread());
        } else {
            current.put(Thread.currentThread(), device);
        }
    }

    /** Some bytes at a pointer that came from outside. */
    static MemorySegment at(MemorySegment pointer, long bytes) {
        return pointer.reinterpret(bytes);
    }

    static void set(MemorySegment pointer, int value) {
        at(pointer, 4).set(ValueLayout.JAVA_INT, 0, value);
    }

    static void set(MemorySegment pointer, long value) {
        at(pointer, 8).set(ValueLayout.JAVA_LONG, 0, value);
    }
}
