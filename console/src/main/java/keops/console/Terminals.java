package keops.console;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Who is at the other end of the standard streams. Java cannot ask for each of them, so the launcher script does, and
 * says so by the system property {@code keops.terminals}.
 *
 * @param in whether somebody can answer questions
 * @param out whether results are shown on a terminal
 * @param err whether messages are shown on a terminal
 * @param colour whether results may be coloured: on a terminal that can, unless {@code NO_COLOR} is set
 */
public record Terminals(boolean in, boolean out, boolean err, boolean colour) {
    /** No terminal anywhere: what a script gets, or a pipe. */
    public static final Terminals NONE = new Terminals(false, false, false, false);

    /** Those of this process. */
    public static Terminals current() {
        return of(System.getProperty("keops.terminals", ""), System::getenv);
    }

    static Terminals of(String streams, UnaryOperator<String> environment) {
        List<String> named = Arrays.asList(streams.split(","));
        String noColour = environment.apply("NO_COLOR");
        boolean mayColour = (noColour == null || noColour.isEmpty()) && !"dumb".equals(environment.apply("TERM"));
        return new Terminals(
                named.contains("in"), named.contains("out"), named.contains("err"), named.contains("out") && mayColour);
    }
}
