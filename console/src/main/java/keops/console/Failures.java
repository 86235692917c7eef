package keops.console;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import keops.UnsolvedException;
import keops.error.BackendException;
import keops.error.CacheException;
import keops.error.CancelledException;
import keops.error.DeviceException;
import keops.error.FormulaException;
import keops.text.SourceText;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Turns every exception of a command into one message for users and an exit code.
 *
 * @param name the beginning of the messages
 * @param debug whether stack traces are shown
 */
record Failures(String name, BooleanSupplier debug) {
    /** Handles an exception of a command. */
    int handle(Exception failure, CommandLine command) {
        return switch (failure) {
            case FormulaException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case BackendException e -> report(command, e.getMessage(), e, ExitCode.NO_BACKEND);
            case DeviceException e -> report(command, e.getMessage(), e, ExitCode.NO_BACKEND);
            case UnsolvedException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case CacheException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case CancelledException e -> switch (e.reason()) {
                case INTERRUPTED -> interrupted(e, command);
                case DEADLINE ->
                        report(command, "the deadline has passed before there was a result", e, ExitCode.DEADLINE);
            };
            case InterruptedException e -> interrupted(e, command);
            case ClosedByInterruptException e -> interrupted(e, command);
            case IOException e -> report(command, text(e), e, ExitCode.BAD_DATA);
            case UncheckedIOException e -> handle(e.getCause(), command);
            default -> report(command, "a bug in this program, please report it: "
                    + (failure.getMessage() == null ? failure.toString() : failure.getMessage())
                    + (debug.getAsBoolean() ? "" : " (--debug shows where)"), failure, ExitCode.BUG);
        };
    }

    private int interrupted(Exception failure, CommandLine command) {
        return report(command, "interrupted", failure, ExitCode.INTERRUPTED);
    }

    /** Handles an invalid command line. */
    int handleBadUse(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        return report(command, BadUse.text(failure) + "\nTry '"
                + command.getCommandSpec().qualifiedName() + " --help'.",
                failure, ExitCode.BAD_USE);
    }

    /** Handles a lack of memory. */
    int handleOutOfMemory(OutOfMemoryError failure, CommandLine command) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return report(command, MemoryHint.text(failure.getMessage(), machine.getTotalMemorySize()), failure,
                ExitCode.BAD_DATA);
    }

    /** Handles a failure to write results to standard output. A closed pipe gives no message. */
    int handleLostResults(IOException failure, CommandLine command) {
        return ResultStream.isClosedPipe(failure)
                ? ExitCode.CLOSED_PIPE
                : report(command, "the results could not be written to standard output: " + failure.getMessage(),
                        failure, ExitCode.BAD_DATA);
    }

    /** Prints a message, without control characters of the user's texts. */
    private int report(CommandLine command, String message, Throwable failure, int exitCode) {
        String shown = message.lines().map(SourceText::printable).collect(Collectors.joining(System.lineSeparator()));
        command.getErr().println(name + ": " + shown);
        if (debug.getAsBoolean()) {
            failure.printStackTrace(command.getErr());
        }
        return exitCode;
    }

    /** A message for an exception of the JDK, whose own is often just the name of the file. */
    private static String text(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + ": " + (e.getReason() == null ? "no such file" : e.getReason());
            case AccessDeniedException e -> e.getFile() + ": no permission";
            case FileAlreadyExistsException e when e.getReason() == null -> e.getFile() + ": it is there already";
            case DirectoryNotEmptyException e -> e.getFile() + ": the folder is not empty";
            case NotDirectoryException e -> e.getFile() + ": it is no folder";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> failure.getMessage() == null ? "a file could not be read or written" : failure.getMessage();
        };
    }
}
