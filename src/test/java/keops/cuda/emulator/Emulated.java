package keops.cuda.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose GPUs are those of {@link EmulatedMachine}. It runs in a JVM with the tests of this kind only. A
 * test fails if a kernel or the driver has met with a fault that the test did not ask for.
 */
@Tag("emulator")
@ExtendWith(Emulation.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Emulated {}
