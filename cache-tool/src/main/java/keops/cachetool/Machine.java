package keops.cachetool;

import java.util.List;
import java.util.Optional;
import keops.cache.Health;

/**
 * Facts about the components of a machine that the library can use, which {@link Diagnosis} judges.
 *
 * @param java the JVM
 * @param vectors the vector units of the CPU
 * @param driver the CUDA driver
 * @param compiler NVRTC
 * @param cache the cache of compiled kernels
 */
record Machine(Java java, Vectors vectors, Driver driver, Compiler compiler, Cache cache) {
    /**
     * The JVM.
     *
     * @param version its version
     * @param name its name
     * @param mode its mode, as in {@code mixed mode, sharing}
     * @param home its home folder
     * @param processors the number of available processors
     */
    record Java(Runtime.Version version, String name, String mode, String home, int processors) {}

    /**
     * The vector units of the CPU.
     *
     * @param unavailableBecause why there is no Vector API; empty if there is
     * @param bits the width of vectors in kernels; 0 if there is no Vector API
     * @param preferredBits the preferred width of this processor
     * @param tier the tier to which a system property restricts the library; empty if none
     * @param trial the outcome of a small computation
     */
    record Vectors(
            Optional<String> unavailableBecause, int bits, int preferredBits, Optional<String> tier, Trial trial) {}

    /**
     * The CUDA driver.
     *
     * @param unavailableBecause why it cannot be used; empty if it can
     * @param origin the file of the library; empty if there is none
     * @param cudaVersion the latest version of CUDA that it supports; empty if it does not start
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
     * @param trial the outcome of a small computation
     */
    record Gpu(String name, int architecture, long memoryBytes, Trial trial) {}

    /**
     * NVRTC.
     *
     * @param unavailableBecause why it cannot be used; empty if it can
     * @param origin the file of the library; empty if there is none
     * @param version its version; empty if there is none
     * @param architectures the supported compute capabilities, as 90 for 9.0
     */
    record Compiler(Optional<String> unavailableBecause, String origin, String version, List<Integer> architectures) {
        Compiler {
            architectures = List.copyOf(architectures);
        }
    }

    /**
     * The cache of compiled kernels.
     *
     * @param health the state of the store
     * @param kernels the number of entries
     * @param damaged the number of damaged entries
     * @param bytes their size on disk
     * @param mostBytes the size limit
     */
    record Cache(Health health, int kernels, int damaged, long bytes, long mostBytes) {}
}
