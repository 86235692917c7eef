package keops.examples;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import keops.console.TimeSpan;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a time limit: seconds, as in 90 or 0.5, or a {@link TimeSpan}, as in 10m. */
final class TimeLimit implements ITypeConverter<Duration> {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final int DIGITS_OF_NANOS = 9;

    @Override
    public Duration convert(String text) {
        Optional<Duration> limit = SECONDS.matcher(text).matches()
                ? Optional.of(Duration.ofNanos(new BigDecimal(text).movePointRight(DIGITS_OF_NANOS).longValueExact()))
                : TimeSpan.parse(text);
        return limit.filter(Duration::isPositive).orElseThrow(() -> new TypeConversionException(
                "expected a time above 0, in seconds, as in 90 or 0.5, or with s, m, h, d or w, as in 10m, but '" + text
                        + "' came"));
    }
}
