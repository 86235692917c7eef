package keops.cuda;

import java.util.Optional;

/**
 * The few questions to a driver that decide whether it can be used; an interface, so that a test can play any driver.
 */
interface DriverStart {
    /** Why the driver's library cannot be opened; empty where it can. */
    Optional<String> unopenableBecause();

    /** What cuInit(0) answers. */
    int initialise();

    /** What cuDeviceGetCount answers. */
    DeviceCount countDevices();

    /** The name of a result code; empty for one that the driver does not know. */
    Optional<String> nameOf(int code);

    /** The text of a result code; empty for one that the driver does not know. */
    Optional<String> textOf(int code);

    /**
     * The number of devices, which means something only where the code is 0.
     *
     * @param code the result code of the call
     * @param devices how many devices the process may use
     */
    record DeviceCount(int code, int devices) {}
}
