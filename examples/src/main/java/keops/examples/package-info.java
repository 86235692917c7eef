/**
 * The {@code keops} command and its programs.
 *
 * <p>{@link keops.examples.Keops} is the command; every program is one class that it lists among its subcommands. They
 * share {@code ComputeOptions} (back end, threads and deadline), and with other commands {@link
 * keops.console.ShellCommand}, which turns every exception into one message and an exit code, so that a program just
 * throws.
 *
 * <p>To add a program: write a class with {@code @Command(name = ...)} that implements {@code Callable<Integer>},
 * prints to {@code spec.commandLine().getOut()}, and returns one of {@code ExitCode}; then name it in {@code Keops}. A
 * program of several classes has a package of its own. One that draws has an {@link keops.examples.draw.Album} among
 * its mixins, which is its option {@code --out}.
 */
package keops.examples;
