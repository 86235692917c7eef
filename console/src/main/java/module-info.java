/** What the commands of this project share: exit codes, messages for failures, terminals. */
@SuppressWarnings("module") // the commands are compiled after this module
module keops.console {
    requires java.management;
    requires jdk.management;
    requires transitive info.picocli;
    requires transitive keops;

    exports keops.console to
            keops.cachetool,
            keops.examples;

    opens keops.console to
            info.picocli;
}
