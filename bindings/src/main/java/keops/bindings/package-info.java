/**
 * The way to libcuda and libnvrtc: {@link keops.bindings.NativeLibraries} opens them, and the packages {@code cuda} and
 * {@code nvrtc} hold what jextract made of their headers.
 *
 * <p>Nothing here fails when a class is initialised. A library is looked for when a symbol of it is first asked for,
 * once; where it cannot be opened every symbol is missing, and
 * {@link keops.bindings.NativeLibrary#unavailabilityCause()} says what was tried and what the loader answered. A
 * function of the generated classes is linked at its first call and, when its symbol is missing then, stays broken: ask
 * the library first.
 *
 * <p>To read in this order: {@link keops.bindings.NativeLibrary} (opened once), {@code WantedLibrary} (what the two
 * libraries are), {@code LibrarySearch} (what is tried, in order), {@code Opening} (trying it), {@code DynamicLoader}
 * (dlopen, which can say why).
 *
 * {@snippet lang=java :
 * NativeLibrary driver = NativeLibraries.cudaLibrary();
 * if (driver.isAvailable()) {
 *     int code = CudaDriver.cuInit(0);
 * } else {
 *     System.err.println(driver.unavailabilityCause().orElseThrow());
 * }
 * }
 */
package keops.bindings;
