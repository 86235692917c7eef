/**
 * A call: {@link keops.cpu.run.CpuCall} gives its tasks, cut by {@link keops.cpu.run.TaskCut}, to the threads of
 * {@link keops.cpu.run.Workers}. A task is a {@link keops.cpu.run.Sweep} of rows over columns, tile by tile, in which a
 * {@link keops.cpu.run.TileReducer} runs the passes of its reduction and adds tiles up.
 */
package keops.cpu.run;
