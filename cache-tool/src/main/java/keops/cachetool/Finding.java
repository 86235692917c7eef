package keops.cachetool;

import java.util.Locale;
import java.util.Optional;

/**
 * A line of a diagnosis.
 *
 * @param subject the component
 * @param state its state
 * @param text what was found
 * @param remedy what to do about it, unless the text says so
 */
record Finding(String subject, State state, String text, Optional<String> remedy) {
    /** The state of a component. */
    enum State {
        /** As it should be. */
        OK("\u001b[32m"),
        /** Missing, but not required. */
        MISSING("\u001b[33m"),
        /** Present, but not as it should be. */
        PROBLEM("\u001b[31m");

        private final String colour;

        State(String colour) {
            this.colour = colour;
        }

        /** The word for the state. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The escape sequence of the colour for the state. */
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
