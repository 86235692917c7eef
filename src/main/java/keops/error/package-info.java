/**
 * The exceptions of this library. Every package may depend on them; they depend on none.
 *
 * <p>{@link keops.error.FormulaException}: the formula or the data are wrong. {@link keops.error.BackendException}: the
 * machine cannot run the requested back end. {@link keops.error.CompileException}: a generated kernel did not compile.
 * {@link keops.error.DeviceException}: a call of the CUDA driver failed. {@link keops.error.CacheException}: the store
 * of compiled kernels failed. {@link keops.error.CancelledException}: a call was interrupted, or its deadline passed.
 * All are unchecked and extend {@link keops.error.KeopsException}. Threads may share them, as they may share other
 * exceptions. As in the JDK, a message or a cause may be null.
 */
package keops.error;
