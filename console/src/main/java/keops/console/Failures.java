package keops.console;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
 * Turns every exception of a command into one message for people and an exit code.
 *
 * @param name what the messages begin with
 * @param debug whether the user wants to see stack traces
 */
record Failures(String name, BooleanSupplier debug) {
    /** An exception from inside a command. */
    int handle(Exception failure, CommandLine command) {
        return switch (failure) {
            case FormulaException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case BackendException e -> report(command, e.getMessage(), e, ExitCode.NO_BACKEND);
            case DeviceException e -> report(command, e.getMessage(), e, ExitCode.NO_BACKEND);
            case UnsolvedException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case CacheException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case CancelledException e -> switch (e.reason()) {
                case INTERRUPTED -> interrupted(e, command);
                case DEADLINE -> report(command, "the deadline has passed before there was a result", e, ExitCode.DEADLINE);
            };
            case InterruptedException e -> interrupted(e, command);
            case ClosedByInterruptException e -> interrupted(e, command);
            case IOException e -> report(command, text(e), e, ExitCode.BAD_DATA);
            case UncheckedIOException e -> handle(e.getCause(), command);
            default -> report(command, "a fault of this program, please report it: "
                    + (failure.getMessage() == null ? failure.toString() : failure.getMessage())
                    + (debug.getAsBoolean() ? "" : " (--debug shows where)"), failure, ExitCode.BUG);
        };
    }

    private int interrupted(Exception failure, CommandLine command) {
        return report(command, "interrupted", failure, ExitCode.INTERRUPTED);
    }

    /** A command line that makes no sense. */
    int handleBadUse(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        return report(command, BadUse.text(failure) + "\nTry '"
                + command.getCommandSpec().qualifiedName() + " --help'.",
                failure, ExitCode.BAD_USE);
    }

    /** Sizes beyond what the JVM may allocate. */
    int handleOutOfMemory(OutOfMemoryError failure, CommandLine command) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return report(command, MemoryHint.text(failure.getMessage(), machine.getTotalMemorySize()), failure,
                ExitCode.BAD_DATA);
    }

    /** Results that could not be written to standard output. Who has closed a pipe wants to hear nothing more. */
    int handleLostResults(IOException failure, CommandLine command) {
        return ResultStream.isClosedPipe(failure)
                ? ExitCode.CLOSED_PIPE
                : report(command, "the results could not be written to standard output: " + failure.getMessage(), failure,
                        ExitCode.BAD_DATA);
    }

    /** What a message repeats of the user's texts cannot move the cursor of a terminal. */
    private int report(CommandLine command, String message, Throwable failure, int exitCode) {
        String shown = message.lines().map(SourceText::printable).collect(Collectors.joining(System.lineSeparator()));
        command.getErr().println(name + ": " + shown);
        if (debug.getAsBoolean()) {
            failure.printStackTrace(command.getErr());
        }
        return exitCode;
    }

    /** The JDK's own messages are often nothing but the name of the file. */
    private static String text(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + ": " + (e.getReason() == null ? "no such file" : e.getReason());
            case AccessDeniedException e -> e.getFile() + ": no permission";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> failure.getMessage() == null ? "a file could not be read or written" : failure.getMessage();
        };
    }
}
