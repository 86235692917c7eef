/**
 * What commands for the shell share, so that they behave alike: {@link keops.console.ShellCommand} runs a command and turns
 * every exception into one message and an {@link keops.console.ExitCode}; {@link keops.console.ReductionOptions} says
 * which reduction is meant; {@link keops.console.Terminals} knows who watches, and {@link keops.console.ProgressBar}
 * shows them how far a computation is.
 */
package keops.console;
