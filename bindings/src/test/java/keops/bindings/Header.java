package keops.bindings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A header of CUDA, where this machine has it. */
final class Header {
    private Header() {}

    /**
     * The header of that name, or the test is skipped.
     *
     * @param variable the environment variable of jextract/regenerate.sh that names its folder
     */
    static Path orSkip(String name, String variable) {
        List<Path> folders = new ArrayList<>();
        Optional.ofNullable(System.getenv(variable)).map(Path::of).ifPresent(folders::add);
        Stream.of("CUDA_HOME", "CUDA_PATH")
                .flatMap(toolkit -> Optional.ofNullable(System.getenv(toolkit)).stream())
                .forEach(toolkit -> folders.add(Path.of(toolkit, "include")));
        folders.add(Path.of("/usr/local/cuda/include"));
        Optional<Path> header = folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
        Skip.unless(header.isPresent(), "no " + name + " in " + folders + "; $" + variable + " can name its folder");
        return header.orElseThrow();
    }
}
