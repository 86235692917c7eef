/** Programs that use the library as anybody would: through its public interface. */
module keops.examples {
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires keops;
    requires keops.console;

    opens keops.examples to
            info.picocli;
}
