package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static String drawn(boolean visible, long total, long... done) {
        var terminal = new StringWriter();
        try (var bar = new ProgressBar(new PrintWriter(terminal), visible, total)) {
            for (long step : done) {
                bar.show(step);
            }
        }
        return terminal.toString();
    }

    @Test
    void aTerminalSeesItGrowAndGo() {
        String[] frames = drawn(true, 200, 50, 200).split("\r\u001b\\[K", -1);
        assertEquals(5, frames.length);
        assertEquals("[........................................]   0%", frames[1]);
        assertTrue(frames[2].startsWith("[##########..............................]  25%  "), frames[2]);
        assertEquals("[########################################] 100%  0 s left", frames[3]);
        assertEquals("", frames[4]);
    }

    @Test
    void aLogFileSeesNothing() {
        assertEquals("", drawn(false, 200, 50, 200));
    }

    @Test
    void nothingToDoIsDone() {
        assertTrue(drawn(true, 0).contains("] 100%"));
    }
}
