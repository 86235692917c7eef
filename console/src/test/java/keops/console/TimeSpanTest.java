package keops.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({"30d, 2592000", "12h, 43200", "90m, 5400", "45s, 45", "2w, 1209600", "1d12h, 129600", "0s, 0"})
    void timesAreNumbersWithUnits(String text, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), new TimeSpan().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "d", "", "-3d", "3 d", "3y", "1.5d", "9999999999d"})
    void whatIsNoTimeIsRefused(String text) {
        TypeConversionException e = assertThrows(TypeConversionException.class, () -> new TimeSpan().convert(text));
        assertEquals("expected a number with s, m, h, d or w, as in 30d or 12h, but '" + text + "' came",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "60, 1m", "3599, 59m", "3600, 1h", "86399, 23h", "86400, 1d", "8640000, 100d"})
    void timesAreShownInTheirLargestUnit(long seconds, String text) {
        assertEquals(text, TimeSpan.text(Duration.ofSeconds(seconds)));
    }

    @Test
    void aClockThatWentBackMakesNothingOlder() {
        Instant now = Instant.EPOCH;
        assertEquals(Duration.ZERO, TimeSpan.between(now.plusSeconds(5), now));
        assertEquals(Duration.ofSeconds(5), TimeSpan.between(now.minusSeconds(5), now));
    }
}
