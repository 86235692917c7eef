package keops.cuda.call;

import java.util.List;
import java.util.Optional;
import keops.cache.CompiledImage;
import keops.cuda.nvrtc.Compiler;
import keops.cuda.nvrtc.InstalledNvrtc;
import keops.cuda.nvrtc.Target;

/** What turns CUDA C into code; a test puts another in the place of NVRTC. */
interface ImageCompiler {
    /** The compiler of this machine, where it has one. */
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

    /** Why nothing can be compiled, and what to do; or nothing. */
    Optional<String> unavailabilityCause();

    /** Its version, which a kernel depends on. */
    String version();

    /** What it makes for a device. */
    Target target(int architecture, boolean isPortable);

    /** Compiles. */
    CompiledImage compile(String source, List<String> options, Target target);
}
