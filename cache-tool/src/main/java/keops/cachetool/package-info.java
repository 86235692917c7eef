/**
 * The {@code keops-cache} command, which administers the kernels that {@code keops.cache} stores on disk.
 *
 * <p>{@link keops.cachetool.KeopsCache} is the command; each subcommand is one class that it lists, and extends {@code
 * CacheCommand}. A command computes its result as plain data and prints it through {@code print}, as JSON or as
 * readable text. {@code doctor} has three steps: {@code Inspection} collects the facts about this machine in a {@code
 * Machine}, {@code Diagnosis} judges them, and {@code Doctor} prints the findings. {@code precompile} reads {@code
 * Request}s, from options or from a {@code RequestFile}, and runs them as {@code CompileJob}s.
 */
package keops.cachetool;
