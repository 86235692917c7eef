/**
 * Kernels: {@link keops.cpu.emit.TileEmitter} and {@link keops.cpu.emit.FoldEmitter} write one for a chunk of a program,
 * {@link keops.cpu.emit.PassEmitter} all of a pass.
 */
package keops.cpu.emit;
