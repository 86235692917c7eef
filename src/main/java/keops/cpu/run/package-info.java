/**
 * A call: {@link keops.cpu.run.CpuCall} cuts it into tasks, {@link keops.cpu.run.Workers} are the threads, and for each
 * kind of reduction a {@link keops.cpu.run.TileReducer} adds tiles up.
 */
package keops.cpu.run;
