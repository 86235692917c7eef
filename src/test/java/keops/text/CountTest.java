package keops.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Numbers of things in words. */
class CountTest {
    @Test
    void oneIsSingular() {
        assertEquals("1 kernel", Count.of(1, "kernel"));
        assertEquals("0 kernels", Count.of(0, "kernel"));
        assertEquals("2 kernels", Count.of(2, "kernel"));
    }
}
