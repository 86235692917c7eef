package keops.cuda.call;

import java.util.List;
import java.util.Optional;
import keops.cache.CompiledImage;
import keops.cuda.nvrtc.Compiler;
import keops.cuda.nvrtc.InstalledNvrtc;
import keops.cuda.nvrtc.Target;

/** A compiler of CUDA C; tests substitute NVRTC by others. */
interface ImageCompiler {
    /** NVRTC of this machine, if it has one. */
    ImageCompiler NVRTC = new ImageCompiler() {
        @Override
        public Optional<String> unavailabilityCause() {
            return InstalledNvrtc.unavailabilityCause();
        }

        @Override
        public String version() {
            return InstalledNvrtc.version().toString();
        }

        @Override
        public Target target(int architecture, boolean isPortable) {
            return Target.of(architecture, isPortable);
        }

        @Override
        public CompiledImage compile(String source, List<String> options, Target target) {
            return Compiler.compile(source, options, target);
        }
    };

    /** Why it cannot compile, and what to do; empty if it can. */
    Optional<String> unavailabilityCause();

    /** The version, which is part of the key of a kernel. */
    String version();

    /** The target for a device. */
    Target target(int architecture, boolean isPortable);

    /** Compiles a source for a target. */
    CompiledImage compile(String source, List<String> options, Target target);
}
