package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NewestFirstTest {
    private static List<String> sorted(String... names) {
        return Stream.of(names).map(Path::of).sorted(NewestFirst.ORDER).map(Path::toString).toList();
    }

    @Test
    void numbersAreComparedAsNumbers() {
        assertEquals(List.of("cuda-13.0", "cuda-12.10", "cuda-12.9", "cuda-9.2"),
                sorted("cuda-9.2", "cuda-12.10", "cuda-13.0", "cuda-12.9"));
    }

    @Test
    void theSonameGoesBeforeTheFullName() {
        assertEquals(List.of("libnvrtc.so.13", "libnvrtc.so.13.0.88", "libnvrtc.so.12", "libnvrtc.so"),
                sorted("libnvrtc.so", "libnvrtc.so.13.0.88", "libnvrtc.so.12", "libnvrtc.so.13"));
    }
}
