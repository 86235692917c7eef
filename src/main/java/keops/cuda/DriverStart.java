package keops.cuda;

import java.util.Optional;

/** The calls to a driver that determine whether it can be used; an interface, so that tests can simulate any driver. */
interface DriverStart {
    /** Why the driver's library cannot be opened; empty if it can. */
    Optional<String> unopenableBecause();

    /** The result of cuInit(0). */
    int initialise();

    /** The result of cuDeviceGetCount. */
    DeviceCount countDevices();

    /** The name of a result code; empty if the driver does not know it. */
    Optional<String> nameOf(int code);

    /** The text of a result code; empty if the driver does not know it. */
    Optional<String> textOf(int code);

    /**
     * The number of devices, which is meaningful only if the code is 0.
     *
     * @param code the result code of the call
     * @param devices the number of devices that the process may use
     */
    record DeviceCount(int code, int devices) {}
}
