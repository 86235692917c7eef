package keops.cuda.nvrtc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static keops.bindings.nvrtc.Nvrtc.C_POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keops.cache.CompiledImage;
import keops.cache.ImageKind;
import keops.error.BackendException;
import keops.error.CompileException;

/** Compiles CUDA C by NVRTC. All methods may be called by many threads at once. */
public final class Compiler {
    private static final System.Logger LOG = System.getLogger(Compiler.class.getName());

    private Compiler() {}

    /** Compiles a source for the {@linkplain Target#of target} of a device. */
    public static CompiledImage compile(String source, List<String> options, int architecture) {
        return compile(source, options, Target.of(architecture, false));
    }

    /**
     * Compiles a source.
     *
     * @param source the text
     * @param options options for NVRTC, without the architecture
     * @param target the kind of code and the architecture
     * @throws BackendException if there is no NVRTC
     * @throws CompileException if the source does not compile
     */
    public static CompiledImage compile(String source, List<String> options, Target target) {
        InstalledNvrtc.version();
        var all = new ArrayList<>(options);
        all.add("--gpu-architecture=" + target);
        if (target.kind() == ImageKind.CUBIN) {
            all.add("--ptxas-options=-v");
        }
        long start = System.nanoTime();
        try (Arena arena = Arena.ofConfined();
                var program = new Program(source, arena)) {
            int code = program.compile(all);
            String log = program.text(
                    keops.bindings.nvrtc.Nvrtc::nvrtcGetProgramLogSize, keops.bindings.nvrtc.Nvrtc::nvrtcGetProgramLog);
            if (code != 0) {
                throw new CompileException("NVRTC " + InstalledNvrtc.version() + " did not compile a kernel for "
                        + target + ": " + InstalledNvrtc.textOf(code) + " (" + code + ")"
                        + (log.isBlank() ? "" : "\n" + log.strip()),
                        source, log, target.toString());
            }
            byte[] image = switch (target.kind()) {
                case CUBIN -> program.bytes(
                        keops.bindings.nvrtc.Nvrtc::nvrtcGetCUBINSize, keops.bindings.nvrtc.Nvrtc::nvrtcGetCUBIN);
                case PTX -> program.bytes(
                        keops.bindings.nvrtc.Nvrtc::nvrtcGetPTXSize, keops.bindings.nvrtc.Nvrtc::nvrtcGetPTX);
            };
            var compiled = new CompiledImage(
                    target.kind(), target.architecture(), image, log,
                    target.kind() == ImageKind.CUBIN ? ResourceLog.read(log) : Map.of());
            LOG.log(System.Logger.Level.DEBUG, "compiled for {0} in {1} ms: {2}",
                    target, (System.nanoTime() - start) / 1_000_000, compiled.resources());
            return compiled;
        }
    }

    /** A program of NVRTC, which {@link #close} destroys. */
    private static final class Program implements AutoCloseable {
        private final Arena arena;
        private final MemorySegment reference;
        private final String source;

        private interface Size {
            int ask(MemorySegment program, MemorySegment size);
        }

        private interface Content {
            int ask(MemorySegment program, MemorySegment content);
        }

        Program(String source, Arena arena) {
            this.source = source;
            this.arena = arena;
            this.reference = arena.allocate(C_POINTER);
            InstalledNvrtc.check("nvrtcCreateProgram", keops.bindings.nvrtc.Nvrtc.nvrtcCreateProgram(
                    reference, arena.allocateFrom(this.source), arena.allocateFrom("keops.cu"), 0,
                    MemorySegment.NULL, MemorySegment.NULL));
        }

        private MemorySegment program() {
            return reference.get(C_POINTER, 0);
        }

        int compile(List<String> options) {
            MemorySegment texts = arena.allocate(C_POINTER, options.size());
            for (int k = 0; k < options.size(); k++) {
                texts.setAtIndex(C_POINTER, k, arena.allocateFrom(options.get(k)));
            }
            return keops.bindings.nvrtc.Nvrtc.nvrtcCompileProgram(program(), options.size(), texts);
        }

        byte[] bytes(Size size, Content content) {
            MemorySegment length = arena.allocate(JAVA_LONG);
            InstalledNvrtc.check("nvrtcGet...Size", size.ask(program(), length));
            MemorySegment bytes = arena.allocate(Math.max(1, length.get(JAVA_LONG, 0)));
            InstalledNvrtc.check("nvrtcGet...", content.ask(program(), bytes));
            return bytes.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        }

        /** Reads a zero-terminated text; that of the assembler has two zero bytes. */
        String text(Size size, Content content) {
            byte[] bytes = bytes(size, content);
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return new String(bytes, 0, end, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            InstalledNvrtc.check("nvrtcDestroyProgram", keops.bindings.nvrtc.Nvrtc.nvrtcDestroyProgram(reference));
        }
    }
}
