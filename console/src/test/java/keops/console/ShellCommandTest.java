package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Results that cannot be written are no success. */
class ShellCommandTest {
    /** Prints many lines and gives the exit code that it was told. */
    @Command(name = "chatter", mixinStandardHelpOptions = true)
    static final class Chatter implements Callable<Integer> {
        @Parameters
        private int exitCode;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            for (int k = 0; k < 10_000; k++) {
                spec.commandLine().getOut().println("line " + k);
            }
            return exitCode;
        }
    }

    /** A stream that takes so many bytes and then fails. */
    private static final class Narrow extends OutputStream {
        private final String problem;
        private long room;

        Narrow(long room, String problem) {
            this.room = room;
            this.problem = problem;
        }

        @Override
        public void write(int single) throws IOException {
            if (room-- <= 0) {
                throw new IOException(problem);
            }
        }
    }

    private static String run(OutputStream out, String... args) {
        var err = new StringWriter();
        int exitCode = new ShellCommand(new CommandLine(new Chatter()), () -> false)
                .run(out, StandardCharsets.UTF_8, new PrintWriter(err), args);
        return exitCode + " " + err.toString().strip();
    }

    @Test
    void aFullDiskIsAnErrorWithOneMessage() {
        String message = "chatter: the results could not be written to standard output: No space left on device";
        assertEquals("3 " + message, run(new Narrow(0, "No space left on device"), "0"));
        assertEquals("3 " + message, run(new Narrow(5_000, "No space left on device"), "0"));
        assertEquals("3 " + message, run(new Narrow(5, "No space left on device"), "--help"));
        assertEquals("1 " + message, run(new Narrow(0, "No space left on device"), "1"));
    }

    @Test
    void aClosedPipeIsAQuietError() {
        assertEquals("141", run(new Narrow(100, "Broken pipe"), "0").strip());
        assertEquals("1", run(new Narrow(100, "Broken pipe"), "1").strip());
    }

    @Test
    void whatIsWrittenIsWritten() {
        var out = new ByteArrayOutputStream();
        assertEquals("0", run(out, "0").strip());
        assertEquals(10_000, out.toString(StandardCharsets.UTF_8).lines().count());
    }
}
