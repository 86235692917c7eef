package keops.console;

import picocli.CommandLine.Model.CommandSpec;

/** Defaults of options that depend on other options. Threads may share it. */
public final class Defaults {
    private Defaults() {}

    /**
     * The value of an option if the user has given it, and else another default.
     *
     * @param spec the command that is running
     * @param option the name of the option, such as {@code --points}
     * @param value the value of the option, given or not
     * @param other the default in its place
     */
    public static <T> T givenOr(CommandSpec spec, String option, T value, T other) {
        return spec.commandLine().getParseResult().hasMatchedOption(option) ? value : other;
    }
}
