package keops.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import keops.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The texts of five kernels as they were last read by a person. {@code -Dkeops.updateSources=true} writes them again,
 * for the difference to be read.
 */
class GoldenSourcesTest {
    private static final Path FOLDER = Path.of("test", "resources", "keops", "cuda", "source");

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "gradient", "log-sum-exp", "nearest", "long-gaussian"})
    void theSourceIsTheOneThatWasRead(String name) throws IOException {
        String text = KernelSource.of(Samples.all().get(name), DType.FLOAT32).text();
        if (Boolean.getBoolean("keops.updateSources")) {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name + ".cu"), text);
            return;
        }
        try (InputStream golden = GoldenSourcesTest.class.getResourceAsStream(name + ".cu")) {
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), text);
        }
    }
}
