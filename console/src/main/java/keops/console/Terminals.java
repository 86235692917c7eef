package keops.console;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Which of the standard streams are terminals. Java cannot determine this for each stream, so that the launcher script
 * does, and passes it in the system property {@code keops.terminals}. Immutable, and safe for use by many threads.
 *
 * @param in whether a user can answer questions
 * @param out whether results go to a terminal
 * @param err whether messages go to a terminal
 * @param colour whether results may be coloured: on a terminal with colours, unless {@code NO_COLOR} is set
 */
public record Terminals(boolean in, boolean out, boolean err, boolean colour) {
    /** No terminal, as in a script or pipe. */
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
