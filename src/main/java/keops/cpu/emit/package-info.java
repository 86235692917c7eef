/**
 * Kernels: {@link keops.cpu.emit.TileEmitter} and {@link keops.cpu.emit.FoldEmitter} write one for a chunk of a
 * program, {@link keops.cpu.emit.PassEmitter} all of a pass, in its three forms; {@link keops.cpu.emit.PassCode} runs
 * them over the columns of a tile.
 */
package keops.cpu.emit;
