/**
 * The {@code keops-cache} command, which looks after the kernels that {@code keops.cache} keeps on disk.
 *
 * <p>{@link keops.cachetool.KeopsCache} is the command; each subcommand is one class that it lists, made of
 * {@code CacheCommand}. A command computes its result as plain data and prints it through {@code print}, as JSON or for
 * people. {@code doctor} goes in three steps: {@code Inspection} collects facts about this machine in a
 * {@code Machine}, {@code Diagnosis} judges them, and {@code Doctor} prints the findings. {@code precompile} reads
 * {@code Request}s, from options or from a {@code RequestFile}, and does them as {@code CompileJob}s.
 */
package keops.cachetool;
