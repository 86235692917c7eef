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

/** What the subcommands have in common: streams, the options of the root, and the clock. */
@Command
abstract class CacheCommand implements Callable<Integer> {
    @ParentCommand
    private KeopsCache root;

    @Spec
    private CommandSpec spec;

    KeopsCache root() {
        return root;
    }

    /** Where results go. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where messages go. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says something to people that is no result. */
    void tell(String message) {
        err().println(spec.root().name() + ": " + message);
    }

    /** Tells people how far the command is. */
    ProgressBar progressBar() {
        return new ProgressBar(spec.root().name(), err(), terminals().err());
    }

    Terminals terminals() {
        return root.session().terminals();
    }

    Instant now() {
        return root.session().clock().instant();
    }

    /** Prints a result: as JSON, if the user wants that, or as the command does it for people. */
    void print(Object json, Runnable forPeople) {
        if (root.json()) {
            out().println(Json.text(json));
        } else {
            forPeople.run();
        }
    }

    /** An error of the command line. */
    ParameterException badUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
