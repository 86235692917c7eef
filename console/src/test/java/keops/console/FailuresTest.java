package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import keops.error.BackendException;
import keops.error.CancelledException;
import keops.error.FormulaException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    @Command(name = "anything")
    private static final class Anything {}

    private static void assertReport(int exitCode, String message, Exception failure) {
        var err = new StringWriter();
        CommandLine command = new CommandLine(new Anything()).setErr(new PrintWriter(err, true));
        assertEquals(exitCode, new Failures("keops", () -> false).handle(failure, command));
        assertEquals("keops: " + message + System.lineSeparator(), err.toString());
    }

    @Test
    void filesAreNamedWithTheReason() {
        assertReport(ExitCode.BAD_DATA, "x.npy: no such file", new NoSuchFileException("x.npy"));
        assertReport(ExitCode.BAD_DATA, "x: it is there already", new FileAlreadyExistsException("x"));
        assertReport(ExitCode.BAD_DATA, "x: the folder is not empty", new DirectoryNotEmptyException("x"));
        assertReport(ExitCode.BAD_DATA, "x: it is no folder", new NotDirectoryException("x"));
        assertReport(ExitCode.BAD_DATA, "x.npy: no permission", new AccessDeniedException("x.npy"));
        assertReport(ExitCode.BAD_DATA, "x.npy: the disk is full",
                new FileSystemException("x.npy", null, "the disk is full"));
        assertReport(ExitCode.BAD_DATA, "torn", new IOException("torn"));
        assertReport(ExitCode.BAD_DATA, "a file could not be read or written", new IOException());
    }

    @Test
    void aBackEndThatCannotRunHasItsOwnCode() {
        assertReport(ExitCode.NO_BACKEND, "no lanes", new BackendException("no lanes"));
    }

    @Test
    void whatWasStoppedHasCodesOfItsOwn() {
        assertReport(ExitCode.INTERRUPTED, "interrupted", CancelledException.interrupted());
        assertReport(ExitCode.INTERRUPTED, "interrupted", new InterruptedException());
        assertReport(ExitCode.INTERRUPTED, "interrupted", new UncheckedIOException(new ClosedByInterruptException()));
        assertReport(ExitCode.DEADLINE, "the deadline has passed before there was a result",
                new CancelledException(CancelledException.Reason.DEADLINE, "late"));
    }

    @Test
    void messagesCannotMoveTheCursor() {
        assertReport(ExitCode.BAD_DATA, " [2Jx: wrong" + System.lineSeparator() + " y",
                new FormulaException("\u001b[2Jx: wrong\n\ty"));
    }

    @Test
    void anythingElseIsAFaultOfTheProgram() {
        assertReport(ExitCode.BUG,
                "a bug in this program, please report it: oops (--debug shows where)",
                new IllegalStateException("oops"));
    }
}
