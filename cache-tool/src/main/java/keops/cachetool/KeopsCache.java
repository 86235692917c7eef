package keops.cachetool;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.InstantSource;
import keops.cache.Inventory;
import keops.cache.KernelStore;
import keops.console.Completion;
import keops.console.Help;
import keops.console.ShellCommand;
import keops.console.Terminals;
import keops.console.Version;
import keops.error.CacheException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code keops-cache} command: administers the kernels that were compiled for GPUs. */
@Command(
        name = "keops-cache",
        versionProvider = Version.class,
        description = {
            "Administers the kernels that KeOps has compiled for GPUs and stored on disk.",
            "'keops-cache COMMAND --help' explains one command."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nLocation of the cache:%n",
        footer = {
            "The folder is named by --folder, else by the system property keops.cache.folder, else by the environment",
            "variable KEOPS_CACHE_FOLDER; else it is 'keops' in the platform's folder for caches.",
            "KEOPS_CACHE_SIZE is the size limit, as in 500M (default: 1G)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:verify or doctor found a problem, or precompile failed for some kernels",
            "2:wrong command line",
            "3:wrong formula, key or file, or a folder that cannot be used",
            "4:no NVRTC to compile with",
            "5:no JDK",
            "6:no Maven",
            "7:the build failed",
            "8:a bug in the command",
            "9:a deletion was not confirmed",
            "130:interrupted",
            "141:the reader of the output closed the pipe"
        },
        subcommands = {
            ListKernels.class,
            Show.class,
            Prune.class,
            Precompile.class,
            Verify.class,
            Export.class,
            Import.class,
            Doctor.class,
            Completion.class,
            Help.class
        })
public final class KeopsCache implements Runnable {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help.")
    boolean helpRequested;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
    boolean versionRequested;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the result as JSON, for programs.")
    private boolean json;

    @Option(names = "--folder", paramLabel = "FOLDER", scope = ScopeType.INHERIT,
            description = "The folder of the cache.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    private final Session session;

    private KeopsCache(Session session) {
        this.session = session;
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        program(new Session(in, Terminals.current(), InstantSource.system())).exit(args);
    }

    /** The command with all its subcommands. */
    static ShellCommand program(Session session) {
        var root = new KeopsCache(session);
        return new ShellCommand(root.commandLine(), () -> root.debug);
    }

    /** The description of the command, for manuals. */
    static CommandSpec description(Session session) {
        return new KeopsCache(session).commandLine().getCommandSpec();
    }

    private CommandLine commandLine() {
        var ansi = session.terminals().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
        return new CommandLine(this).setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
    }

    /** The description of this command, with its parsed options. */
    CommandSpec commandSpec() {
        return spec;
    }

    Session session() {
        return session;
    }

    boolean json() {
        return json;
    }

    /** The store that the user selected, usable or not. */
    KernelStore store() {
        if (folder != null && folder.toString().isBlank()) {
            // As an unset variable of a shell: the working folder is not what was meant.
            throw new ParameterException(spec.commandLine(), "--folder needs the path of a folder, but is empty;"
                    + " '.' is the present one");
        }
        return folder == null ? KernelStore.standard() : KernelStore.open(folder.toAbsolutePath());
    }

    /**
     * The entries of a store.
     *
     * @throws CacheException if the store is not on disk
     */
    Inventory inventory() {
        KernelStore store = store();
        if (store.folder().isEmpty()) {
            throw new CacheException(store.inventory().health().problem().orElseThrow());
        }
        return store.inventory();
    }

    /** Called if no subcommand is named. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? There are: "
                + String.join(", ", spec.subcommands().keySet()));
    }
}
