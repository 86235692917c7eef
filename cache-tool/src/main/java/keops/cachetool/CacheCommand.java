package keops.cachetool;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import keops.console.ProgressBar;
import keops.console.Terminals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The base class of subcommands: streams, the options of the command, and the clock. */
@Command
abstract class CacheCommand implements Callable<Integer> {
    @ParentCommand
    private KeopsCache root;

    @Spec
    private CommandSpec spec;

    KeopsCache root() {
        return root;
    }

    /** The stream of results. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The stream of messages. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a message that is not a result. */
    void tell(String message) {
        err().println(spec.root().name() + ": " + message);
    }

    /** A bar that shows the progress of the command. */
    ProgressBar progressBar() {
        return new ProgressBar(spec.root().name(), err(), terminals().err());
    }

    Terminals terminals() {
        return root.session().terminals();
    }

    Instant now() {
        return root.session().clock().instant();
    }

    /** Prints a result: as JSON if the user wants that, else as readable text. */
    void print(Object json, Runnable forPeople) {
        if (root.json()) {
            out().println(Json.text(json));
        } else {
            forPeople.run();
        }
    }

    /** The exception for an invalid command line. */
    ParameterException badUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
