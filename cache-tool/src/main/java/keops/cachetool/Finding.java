package keops.cachetool;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of a diagnosis.
 *
 * @param subject what was looked at
 * @param state how it is
 * @param text what was found
 * @param remedy what to do about it, where the text does not say so
 */
record Finding(String subject, State state, String text, Optional<String> remedy) {
    /** How a thing is. */
    enum State {
        /** As it should be. */
        OK("\u001b[32m"),
        /** Not there, which the library can do without. */
        MISSING("\u001b[33m"),
        /** There, and not as it should be. */
        PROBLEM("\u001b[31m");

        private final String colour;

        State(String colour) {
            this.colour = colour;
        }

        /** The word for it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What makes a terminal write in the colour for it. */
        String colour() {
            return colour;
        }
    }

    static Finding ok(String subject, String text) {
        return new Finding(subject, State.OK, text, Optional.empty());
    }

    static Finding missing(String subject, String text) {
        return new Finding(subject, State.MISSING, text, Optional.empty());
    }

    static Finding problem(String subject, String text, String remedy) {
        return new Finding(subject, State.PROBLEM, text, Optional.of(remedy));
    }

    static Finding problem(String subject, String text) {
        return new Finding(subject, State.PROBLEM, text, Optional.empty());
    }
}
