/** Programs that use the library as anybody would: through its public interface. */
module keops.examples {
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires java.desktop;
    requires keops;
    requires keops.console;
    requires org.jfree.jfreechart;

    opens keops.examples to
            info.picocli;
    opens keops.examples.attention to
            info.picocli;
    opens keops.examples.draw to
            info.picocli;
    opens keops.examples.generative to
            info.picocli;
    opens keops.examples.kmeans to
            info.picocli;
    opens keops.examples.lddmm to
            info.picocli;
    opens keops.examples.meanshift to
            info.picocli;
    opens keops.examples.mixture to
            info.picocli;
    opens keops.examples.nbody to
            info.picocli;
    opens keops.examples.regression to
            info.picocli;
    opens keops.examples.spectral to
            info.picocli;
    opens keops.examples.transport to
            info.picocli;
}
