/** The {@code keops-cache} command. */
module keops.cachetool {
    requires com.google.gson;
    requires info.picocli;
    requires keops;
    requires keops.console;

    opens keops.cachetool to
            info.picocli;
}
