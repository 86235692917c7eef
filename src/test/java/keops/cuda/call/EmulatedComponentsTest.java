package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import keops.Genred;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest and the smallest component where some are NaN, on the emulator. */
@Emulated
class EmulatedComponentsTest {
    private static final double NAN = Double.NaN;

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"GPU_1D", "CPU", "REFERENCE"})
    void aNanIsTheLargestAndTheSmallestWhereverItStands(Backend backend) {
        double[][] x = {{NAN, 1, 0}, {1, NAN, 0}, {1, 0, NAN}, {1, NAN, NAN}, {0, 2, 1}};
        double[][] expected = {{NAN, NAN, 0, 0}, {NAN, NAN, 1, 1}, {NAN, NAN, 2, 2}, {NAN, NAN, 1, 1}, {2, 0, 1, 0}};
        double[][] found = Genred.of("Concat(Max(x - y),Min(x - y),ArgMax(x - y),ArgMin(x - y))", "x = Vi(3)",
                        "y = Vj(3)")
                .overJ().backend(backend).build().call(x, new double[] {0, 0, 0}).toMatrix();
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], "row " + i);
        }
    }
}
