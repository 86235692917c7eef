package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import keops.error.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1048576, 1048576", "500M, 524288000", "1.5 GiB, 1610612736", "2kb, 2048", "1T, 1099511627776"})
    void sizesAreRead(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "-1", "1,5G", "1e6", "10P", "99999999999999T"})
    void whatIsNoSizeIsToldSo(String text) {
        assertThrows(CacheException.class, () -> ByteSize.parse(text));
    }

    @Test
    void sizesHaveThreeDigits() {
        assertEquals("999", ByteSize.format(999));
        assertEquals("0.98K", ByteSize.format(1000));
        assertEquals("1.00G", ByteSize.format(1L << 30));
        assertEquals("12.3M", ByteSize.format(12_900_000));
        assertEquals("954M", ByteSize.format(1_000_000_000));
    }
}
