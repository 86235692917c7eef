package keops.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The C compiler of this machine, for the tests that compare with C or need a small library to open. */
record CCompiler(String command) {
    static CCompiler orSkip() throws Exception {
        Optional<CCompiler> compiler = find();
        Skip.unless(compiler.isPresent(), "no C compiler (cc, gcc or clang) on this machine");
        return compiler.orElseThrow();
    }

    private static Optional<CCompiler> find() throws Exception {
        List<String> names = Stream.concat(
                        Optional.ofNullable(System.getenv("CC")).stream(), Stream.of("cc", "gcc", "clang"))
                .toList();
        for (String name : names) {
            try {
                if (run(List.of(name, "--version")).exitCode() == 0) {
                    return Optional.of(new CCompiler(name));
                }
            } catch (IOException e) {
                // not on the path
            }
        }
        return Optional.empty();
    }

    /** Makes a shared library whose soname is its file name. */
    void sharedLibrary(Path library, String source) throws Exception {
        Assumptions.assumeTrue(Host.current().platform() == Host.Platform.LINUX, "shared libraries as on Linux");
        Files.createDirectories(library.getParent());
        Path file = Files.writeString(Files.createTempFile(library.getParent(), "source", ".c"), source);
        compile(List.of(
                "-shared",
                "-fPIC",
                "-Wl,-soname," + library.getFileName(),
                "-o",
                library.toString(),
                file.toString(),
                "-ldl"));
        Files.delete(file);
    }

    /** Compiles a program, runs it, and gives the lines it prints. */
    List<String> linesOf(Path folder, String source, Path include) throws Exception {
        Path file = Files.writeString(folder.resolve("program.c"), source);
        Path program = folder.resolve("program");
        compile(List.of("-std=gnu11", "-w", "-I", include.toString(), "-o", program.toString(), file.toString()));
        return output(List.of(program.toString())).lines().toList();
    }

    /** What the preprocessor makes of a header. */
    String preprocessed(Path header) throws Exception {
        return output(List.of(command, "-E", "-P", "-xc", header.toString()));
    }

    private void compile(List<String> arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(arguments);
        output(line);
    }

    private static String output(List<String> line) throws Exception {
        ChildProcess.Result result = run(line);
        if (result.exitCode() != 0) {
            throw new AssertionError(String.join(" ", line) + "\n" + result.output());
        }
        return result.output();
    }

    private static ChildProcess.Result run(List<String> line) throws Exception {
        return ChildProcess.run(new ProcessBuilder(line), 60, TimeUnit.SECONDS);
    }
}
