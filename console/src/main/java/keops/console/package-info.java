/**
 * The common parts of commands for the shell: {@link keops.console.ShellCommand} runs a command and turns every
 * exception into one message and an {@link keops.console.ExitCode}; {@link keops.console.ReductionOptions} describes a
 * reduction; {@link keops.console.Terminals} says which streams are terminals, and {@link keops.console.ProgressBar}
 * shows the progress of a computation.
 */
package keops.console;
