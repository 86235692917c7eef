package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.console.ExitCode;
import keops.tensor.DType;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Long reductions tell how far they are, and end when they shall; then there is no half file. */
class InterruptTest {
    private static final int SIGINT = 2;

    @TempDir
    private Path folder;

    private Path x;
    private Path out;

    @BeforeEach
    void writeFiles() throws IOException {
        x = folder.resolve("x.npy");
        out = Files.writeString(folder.resolve("out.csv"), "precious");
        try (Arena arena = Arena.ofConfined()) {
            Npy.write(x, Tensor.allocate(arena, DType.FLOAT64, 3_000_000, 1));
        }
    }

    /** A reduction that takes an hour. */
    private List<String> words(String... more) {
        Stream<String> words = Stream.of("reduce", "--formula", "Exp(-SqDist(x,y))", "--over", "j",
                "--alias", "x=Vi(1)", "--alias", "y=Vj(1)",
                "--arg", x.toString(), "--arg", x.toString(), "--out", out.toString());
        return Stream.concat(words, Stream.of(more)).toList();
    }

    private void assertAllIsAsBefore() throws IOException {
        assertEquals("precious", Files.readString(out));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(Set.of("x.npy", "out.csv", "err"), Stream.concat(Stream.of("err"),
                    files.map(file -> file.getFileName().toString())).collect(Collectors.toSet()));
        }
    }

    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.exists(status) && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(ignored -> (ignored & 1L << (SIGINT - 1)) != 0);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsItAndLeavesNothing(String signal, int exitCode) throws IOException, InterruptedException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "there are no signals");
        OwnJvm run = OwnJvm.start(ProcessBuilder.Redirect.DISCARD, folder.resolve("err"), String.join(" ", words()));
        try {
            boolean isDeaf = signal.equals("INT") && ignoresInterrupts(run.process());
            if (isDeaf) {
                System.out.println("skipped: Ctrl-C, because this process was started with it ignored");
            }
            assumeTrue(!isDeaf, "SIGINT is ignored");
            while (run.process().isAlive() && !run.told().contains("% done, ")) {
                Thread.sleep(50);
            }
            assertTrue(run.told().matches("keops: 0% done, \\d+ (s|min|h) left"), run.told());
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + run.process().pid()).start().waitFor();
            assertEquals(exitCode, run.exitCode(), run.told());
            assertTrue(run.told().endsWith(" left\nkeops: interrupted"), run.told());
            assertAllIsAsBefore();
        } finally {
            run.process().destroyForcibly();
        }
    }

    @Test
    void anInterruptEndsReadingAndWriting() throws IOException {
        Thread.currentThread().interrupt();
        try {
            Cli run = Cli.run(words().toArray());
            assertEquals(new Cli(ExitCode.INTERRUPTED, "", "keops: interrupted\n"), run);
            assertTrue(Thread.currentThread().isInterrupted());
            // Without anything to read, it is the computation or the writing that ends.
            for (String file : List.of("out.csv", "new.npy")) {
                Cli small = Cli.run("reduce", "--formula", "p", "--alias", "p=Pm(1)", "--arg", 1, "--out",
                        folder.resolve(file));
                assertEquals(new Cli(ExitCode.INTERRUPTED, "", "keops: interrupted\n"), small);
            }
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertAllIsAsBefore();
    }

    @Test
    void aDeadlineEndsIt() throws IOException {
        for (String backend : List.of("CPU", "REFERENCE")) {
            Cli run = Cli.run(words("--deadline", "0.1", "--backend", backend).toArray());
            assertEquals(new Cli(ExitCode.DEADLINE, "", "keops: the deadline has passed before there was a result\n"),
                    run);
        }
        Cli gradient = Cli.run(words("--deadline", "0.1", "--gradient", "x", "--cotangent", "1").toArray());
        assertEquals(ExitCode.DEADLINE, gradient.exitCode(), gradient.err());
        assertEquals(ExitCode.DEADLINE,
                Cli.run("demo", "--rows", "10M", "--columns", "1k", "--deadline", "0.001").exitCode());
        assertAllIsAsBefore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "99.5", "1h30m", "1w"})
    void aDeadlineThatIsKeptChangesNothing(String time) {
        Cli run = Cli.run("reduce", "--formula", "p", "--alias", "p=Pm(1)", "--arg", 1, "--deadline", time);
        assertEquals(new Cli(ExitCode.OK, "float64 (1, 1)\n1\n", ""), run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1.5h", "0s", "", "1e3", "1,5"})
    void aDeadlineIsATime(String time) {
        Cli run = Cli.run(words("--deadline=" + time).toArray());
        assertEquals(ExitCode.BAD_USE, run.exitCode(), run.err());
        assertTrue(run.err().contains("expected a time above 0, in seconds, as in 90 or 0.5,"
                + " or with s, m, h, d or w, as in 10m, but '" + time + "' came"), run.err());
    }

    @Test
    void helpTellsTheExitCodes() {
        String help = Cli.run("--help").out();
        assertTrue(help.contains(String.format(Locale.ROOT, "%d the deadline passed, %d interrupted,\n%d the reader",
                ExitCode.DEADLINE, ExitCode.INTERRUPTED, ExitCode.CLOSED_PIPE)), help);
    }
}
