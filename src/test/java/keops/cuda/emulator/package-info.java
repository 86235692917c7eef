/**
 * A GPU in software, for tests: a driver whose symbols are Java methods behind upcall stubs, and which runs the PTX
 * that it is given.
 *
 * <p>{@link keops.cuda.emulator.PtxParser} reads PTX into a {@link keops.cuda.emulator.PtxModule};
 * {@link keops.cuda.emulator.Decoder} turns each instruction into a {@link keops.cuda.emulator.Step} that acts on many
 * lanes at once; {@link keops.cuda.emulator.Block} runs a block of threads and checks what a GPU would not:
 * addresses, alignment, memory and registers that nobody has written, barriers that not all threads reach, and shared
 * memory that threads race for. {@link keops.cuda.emulator.FakeDriver} is the driver around it.
 *
 * <p>It knows nothing of time, of caches and of weak memory order, and its special functions are correctly rounded
 * where a GPU's are not.
 */
package keops.cuda.emulator;
