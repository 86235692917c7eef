package keops.cachetool;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keops.execution.Backend;
import keops.cache.Entry;
import keops.cache.Health;
import keops.cache.KernelStore;
import keops.cpu.CpuBackend;
import keops.cuda.Cuda;
import keops.cuda.CudaCompiler;
import keops.cuda.driver.DeviceProperties;
import keops.cuda.driver.Devices;
import keops.cuda.driver.Driver;
import keops.error.KeopsException;

/** Collects the facts about the machine of this process. */
final class Inspection {
    private Inspection() {}

    /** The facts, for a given store. */
    static Machine of(KernelStore store) {
        return new Machine(java(), vectors(), driver(), compiler(), cache(store));
    }

    private static Machine.Java java() {
        return new Machine.Java(
                Runtime.version(),
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.info", ""),
                System.getProperty("java.home", ""),
                Runtime.getRuntime().availableProcessors());
    }

    private static Machine.Vectors vectors() {
        Optional<String> cause = CpuBackend.unavailabilityCause();
        return cause.isPresent()
                ? new Machine.Vectors(cause, 0, 0, Optional.empty(), new Trial.Failed(cause.get()))
                : new Machine.Vectors(cause, CpuBackend.vectorBits(), CpuBackend.preferredVectorBits(),
                        Optional.ofNullable(System.getProperty("keops.cpu.tier")), Trial.onCpu());
    }

    private static Machine.Driver driver() {
        Optional<String> cause = Cuda.unavailabilityCause();
        String origin = Driver.origin().orElse("");
        return cause.isPresent()
                ? new Machine.Driver(cause, origin, "", List.of())
                : new Machine.Driver(cause, origin, Driver.cudaVersion(),
                        IntStream.range(0, Devices.count()).mapToObj(Inspection::gpu).toList());
    }

    private static Machine.Gpu gpu(int number) {
        try {
            DeviceProperties properties = Devices.get(number).properties();
            return new Machine.Gpu("GPU " + number + " (" + properties.name() + ")", properties.architecture(),
                    properties.memoryBytes(), Trial.onGpu(number));
        } catch (KeopsException e) {
            return new Machine.Gpu("GPU " + number, 0, 0, new Trial.Failed(e.getMessage()));
        }
    }

    private static Machine.Compiler compiler() {
        Optional<String> cause = CudaCompiler.unavailabilityCause();
        return cause.isPresent()
                ? new Machine.Compiler(cause, "", "", List.of())
                : new Machine.Compiler(cause, CudaCompiler.origin().orElse(""), CudaCompiler.version(),
                        CudaCompiler.architectures());
    }

    private static Machine.Cache cache(KernelStore store) {
        Health health = store.inventory().health();
        List<Entry> entries = health.isReadable() ? store.inventory().entries() : List.of();
        return new Machine.Cache(
                health,
                entries.size(),
                (int) entries.stream().filter(Entry.Damaged.class::isInstance).count(),
                entries.stream().mapToLong(Entry::bytes).sum(),
                store.mostBytes());
    }
}
