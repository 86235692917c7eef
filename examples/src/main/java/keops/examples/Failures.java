package keops.examples;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import keops.error.BackendException;
import keops.error.DeviceException;
import keops.error.FormulaException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns every exception of a program into one message for people and an exit code. */
final class Failures {
    private Failures() {}

    /** An exception from inside a program. */
    static int handle(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case FormulaException e -> report(command, e.getMessage(), e, ExitCode.BAD_DATA);
            case BackendException e -> report(command, e.getMessage(), e, ExitCode.NO_BACKEND);
            case DeviceException e -> report(command, e.getMessage(), e, ExitCode.NO_BACKEND);
            case IOException e -> report(command, text(e), e, ExitCode.BAD_DATA);
            default -> report(command, "a fault of this program, please report it: " + failure
                    + (debug(command) ? "" : " (--debug shows where)"), failure, ExitCode.BUG);
        };
    }

    /** A command line that makes no sense. */
    static int handleBadUse(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        return report(command, failure.getMessage() + "\nTry '" + command.getCommandSpec().qualifiedName() + " --help'.",
                failure, ExitCode.BAD_USE);
    }

    /** Sizes beyond what the JVM may allocate. */
    static int handleOutOfMemory(OutOfMemoryError failure, CommandLine command) {
        return report(command, "not enough memory: " + failure.getMessage()
                + " (JDK_JAVA_OPTIONS=-XX:MaxDirectMemorySize=8g would allow more)", failure, ExitCode.BAD_DATA);
    }

    private static int report(CommandLine command, String message, Throwable failure, int exitCode) {
        command.getErr().println("keops: " + message);
        if (debug(command)) {
            failure.printStackTrace(command.getErr());
        }
        return exitCode;
    }

    private static boolean debug(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Keops keops && keops.debug();
    }

    /** The JDK's own messages are often nothing but the name of the file. */
    private static String text(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + ": " + (e.getReason() == null ? "no such file" : e.getReason());
            case AccessDeniedException e -> e.getFile() + ": no permission";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
