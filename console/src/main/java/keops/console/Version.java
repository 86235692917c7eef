package keops.console;

import java.lang.module.ModuleDescriptor;
import keops.Genred;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code --version}: the versions of the library and of Java. */
public final class Version implements IVersionProvider {
    /** Called by picocli for each command. */
    public Version() {}

    @Override
    public String[] getVersion() {
        ModuleDescriptor library = Genred.class.getModule().getDescriptor();
        // On the class path there are no module descriptors.
        String version = library == null
                ? "of an unknown version"
                : library.rawVersion().orElse("of an unknown version");
        return new String[] {"KeOps for Java " + version + ", on Java " + Runtime.version()};
    }
}
