package keops.cachetool;

import java.util.List;
import java.util.Optional;
import keops.cache.Health;

/**
 * What a machine has of the things that the library can use: plain facts, which {@link Diagnosis} judges.
 *
 * @param java the JVM
 * @param vectors what formulas are computed by on the CPU
 * @param driver the CUDA driver
 * @param compiler NVRTC
 * @param cache where compiled kernels are kept
 */
record Machine(Java java, Vectors vectors, Driver driver, Compiler compiler, Cache cache) {
    /**
     * The JVM.
     *
     * @param version its version
     * @param name what it calls itself
     * @param mode how it runs code, as in {@code mixed mode, sharing}
     * @param home its folder
     * @param processors how many threads run at once
     */
    record Java(Runtime.Version version, String name, String mode, String home, int processors) {}

    /**
     * What formulas are computed by on the CPU.
     *
     * @param unavailableBecause why there is no Vector API, or nothing
     * @param bits how wide the vectors of kernels are; 0 where there is no Vector API
     * @param preferredBits how wide those are that suit this processor best
     * @param tier the one form of code that a system property keeps the library to, or nothing
     * @param trial what a small computation gave, or why it could not be done
     */
    record Vectors(
            Optional<String> unavailableBecause, int bits, int preferredBits, Optional<String> tier, Trial trial) {}

    /**
     * The CUDA driver.
     *
     * @param unavailableBecause why it cannot be used, or nothing
     * @param origin where it was found; empty where there is none
     * @param cudaVersion the newest CUDA that it serves; empty where it does not start
     * @param devices the GPUs
     */
    record Driver(Optional<String> unavailableBecause, String origin, String cudaVersion, List<Gpu> devices) {
        Driver {
            devices = List.copyOf(devices);
        }
    }

    /**
     * A GPU.
     *
     * @param name its number and its name
     * @param architecture its compute capability, as 90 for 9.0
     * @param memoryBytes the size of its memory
     * @param trial what a small computation gave, or why it could not be done
     */
    record Gpu(String name, int architecture, long memoryBytes, Trial trial) {}

    /**
     * NVRTC.
     *
     * @param unavailableBecause why it cannot be used, or nothing
     * @param origin where it was found; empty where there is none
     * @param version its version; empty where there is none
     * @param architectures what it compiles for, as 90 for 9.0
     */
    record Compiler(Optional<String> unavailableBecause, String origin, String version, List<Integer> architectures) {
        Compiler {
            architectures = List.copyOf(architectures);
        }
    }

    /**
     * Where compiled kernels are kept.
     *
     * @param health whether it can do its work
     * @param kernels how many there are
     * @param damaged how many of them will not be used
     * @param bytes what they take on disk
     * @param mostBytes what they may take
     */
    record Cache(Health health, int kernels, int damaged, long bytes, long mostBytes) {}
}
