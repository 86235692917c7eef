package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalsTest {
    private static Terminals of(String streams, Map<String, String> environment) {
        return Terminals.of(streams, environment::get);
    }

    @Test
    void theLauncherSaysWhichStreamsAreTerminals() {
        assertEquals(new Terminals(true, true, true, true), of(",in,out,err", Map.of()));
        assertEquals(new Terminals(false, false, true, false), of(",err", Map.of()));
        assertEquals(Terminals.NONE, of("", Map.of()));
    }

    @Test
    void coloursAreLeftOutWhereTheyAreNotWanted() {
        assertEquals(new Terminals(false, true, false, false), of("out", Map.of("NO_COLOR", "1")));
        assertEquals(new Terminals(false, true, false, false), of("out", Map.of("TERM", "dumb")));
        assertEquals(new Terminals(false, true, false, true), of("out", Map.of("NO_COLOR", "", "TERM", "xterm")));
    }
}
