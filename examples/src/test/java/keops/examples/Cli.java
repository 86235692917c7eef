package keops.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/**
 * What a run of the command gave.
 *
 * @param exitCode what the shell is told
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Cli(int exitCode, String out, String err) {
    /** Runs the command in this JVM. */
    static Cli run(Object... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] texts = new String[args.length];
        for (int k = 0; k < args.length; k++) {
            texts[k] = args[k].toString();
        }
        int exitCode = Keops.program().run(new PrintWriter(out), new PrintWriter(err), texts);
        return new Cli(exitCode, lines(out), lines(err));
    }

    private static String lines(StringWriter writer) {
        return writer.toString().replace(System.lineSeparator(), "\n");
    }

    /** The root of the repository; Maven says where this module is. */
    static Path root() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    }
}
