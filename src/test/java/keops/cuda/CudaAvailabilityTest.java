package keops.cuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import keops.error.BackendException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CudaAvailabilityTest {
    /** A driver that answers what a test wants. */
    private record PlayedDriver(Optional<String> unopenableBecause, int initialise, DeviceCount countDevices)
            implements DriverStart {
        private static final Map<Integer, String> NAMES =
                Map.of(100, "CUDA_ERROR_NO_DEVICE", 803, "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH");

        static PlayedDriver starting(int code) {
            return new PlayedDriver(Optional.empty(), code, new DeviceCount(0, 1));
        }

        static PlayedDriver counting(int code, int devices) {
            return new PlayedDriver(Optional.empty(), 0, new DeviceCount(code, devices));
        }

        @Override
        public Optional<String> nameOf(int code) {
            return Optional.ofNullable(NAMES.get(code));
        }

        @Override
        public Optional<String> textOf(int code) {
            return nameOf(code).map(_ -> "the driver's text");
        }
    }

    private static String cause(DriverStart driver) {
        return Availability.unavailabilityCause(driver).orElseThrow();
    }

    /** Whatever this machine has, its answers agree. */
    @Test
    void theAnswersOfThisMachineAgree() {
        System.out.println(Cuda.unavailabilityCause().orElse("The CUDA back end can run here."));
        assertNotEquals(Cuda.isAvailable(), Cuda.unavailabilityCause().isPresent());
        assertEquals(Cuda.unavailabilityCause(), Cuda.unavailabilityCause());
        if (Cuda.isAvailable()) {
            assertDoesNotThrow(Cuda::ensureAvailable);
        } else {
            BackendException e = assertThrows(BackendException.class, Cuda::ensureAvailable);
            assertEquals(Cuda.unavailabilityCause(), Optional.of(e.getMessage()));
        }
    }

    @Test
    void aDriverThatStartsAndHasADeviceIsEnough() {
        assertEquals(Optional.empty(), Availability.unavailabilityCause(PlayedDriver.counting(0, 1)));
    }

    @Test
    void aLibraryThatDoesNotOpenIsTheCauseInItsOwnWords() {
        DriverStart driver =
                new PlayedDriver(Optional.of("it is not there"), 0, new DriverStart.DeviceCount(0, 1));
        assertEquals("it is not there", cause(driver));
    }

    @Test
    void theDriversAnswerIsToldByNameNumberAndTextWithTheCallAndTheRemedy() {
        String cause = cause(PlayedDriver.starting(803));
        assertTrue(
                cause.startsWith("The CUDA driver does not start: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803): the driver's"
                        + " text, in cuInit. "),
                cause);
        assertTrue(cause.contains("restart the machine"), cause);
    }

    @ParameterizedTest
    @CsvSource({
        "34, the stub",
        "35, update the driver",
        "46, compute mode",
        "100, CUDA_VISIBLE_DEVICES",
        "304, /dev/nvidia",
        "802, nvidia-fabricmanager",
        "803, different versions",
        "804, cuda-compat",
        "805, MPS",
        "999, nvidia_uvm",
        "12345, nvidia-smi"
    })
    void eachRefusalHasItsRemedy(int code, String remedy) {
        String cause = cause(PlayedDriver.starting(code));
        assertTrue(cause.contains("(" + code + ")"), cause);
        assertTrue(cause.contains(remedy), cause);
    }

    @Test
    void aCodeTheDriverDoesNotKnowIsToldByNumber() {
        String cause = cause(PlayedDriver.starting(12345));
        assertTrue(cause.startsWith("The CUDA driver does not start: an unknown result (12345), in cuInit."), cause);
    }

    @Test
    void countingMayFailToo() {
        String cause = cause(PlayedDriver.counting(100, 0));
        assertTrue(cause.contains("CUDA_ERROR_NO_DEVICE (100): the driver's text, in cuDeviceGetCount."), cause);
    }

    @Test
    void aDriverWithoutDevicesIsNotEnough() {
        String cause = cause(PlayedDriver.counting(0, 0));
        assertTrue(cause.startsWith("The CUDA driver works and has no device to offer."), cause);
        assertTrue(cause.contains("CUDA_VISIBLE_DEVICES"), cause);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfLinkingIsACause(boolean wrapped) {
        LinkageError error = wrapped
                ? new ExceptionInInitializerError(new ClassCastException("not a long"))
                : new NoClassDefFoundError("not a long");
        DriverStart driver = new DriverStart() {
            @Override
            public Optional<String> unopenableBecause() {
                return Optional.empty();
            }

            @Override
            public int initialise() {
                throw error;
            }

            @Override
            public DeviceCount countDevices() {
                throw new AssertionError("a driver that does not start is not asked");
            }

            @Override
            public Optional<String> nameOf(int code) {
                return Optional.empty();
            }

            @Override
            public Optional<String> textOf(int code) {
                return Optional.empty();
            }
        };
        String cause = cause(driver);
        assertTrue(cause.contains("not a long"), cause);
        assertTrue(cause.contains("64-bit Linux"), cause);
    }
}
