package keops.bindings;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that runs to its end, with what it printed. */
final class ChildProcess {
    record Result(int exitCode, String output) {}

    private ChildProcess() {}

    static Result run(ProcessBuilder builder, long timeout, TimeUnit unit) throws IOException, InterruptedException {
        Path output = Files.createTempFile("output", ".txt");
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(timeout, unit)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(builder.command() + " did not end; it printed\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** A fresh JVM with this module and its tests on the class path, where no library was looked for yet. */
    static Result java(List<String> flags, Class<?> main, String... arguments)
            throws IOException, InterruptedException, URISyntaxException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        line.addAll(flags);
        line.add("-cp");
        line.add(String.join(
                System.getProperty("path.separator"),
                folderOf(NativeLibraries.class).toString(),
                folderOf(main).toString()));
        line.add(main.getName());
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        for (String variable : List.of("KEOPS_CUDA_LIBRARY", "KEOPS_NVRTC_LIBRARY", "JAVA_TOOL_OPTIONS")) {
            builder.environment().remove(variable);
        }
        return run(builder, 60, TimeUnit.SECONDS);
    }

    private static Path folderOf(Class<?> type) throws URISyntaxException {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        Path folder = Path.of(type.getResource(file).toURI());
        for (int depth = 0; depth < type.getName().split("\\.", -1).length; depth++) {
            folder = folder.getParent();
        }
        return folder;
    }
}
