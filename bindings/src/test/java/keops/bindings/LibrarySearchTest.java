package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
    @TempDir
    Path root;

    private static List<String> texts(WantedLibrary wanted, FakeHost host) {
        return LibrarySearch.of(wanted, host.host()).candidates().stream()
                .map(Candidate::text)
                .toList();
    }

    @Test
    void theLoaderIsAskedForTheDriverFirst() throws Exception {
        FakeHost host = FakeHost.linux(root);
        Path wsl = host.file("usr/lib/wsl/lib/libcuda.so.1");
        Path debian = host.file("usr/lib/x86_64-linux-gnu/libcuda.so.1");
        assertEquals(
                List.of("libcuda.so.1", wsl.toString(), debian.toString()), texts(WantedLibrary.CUDA_DRIVER, host));
    }

    @Test
    void theStubOfAToolkitIsNotTheDriver() throws Exception {
        FakeHost host = FakeHost.linux(root).variable("CUDA_HOME", root.resolve("toolkit"));
        host.file("toolkit/lib64/stubs/libcuda.so.1");
        host.file("usr/local/cuda/lib64/stubs/libcuda.so");
        assertEquals(List.of("libcuda.so.1"), texts(WantedLibrary.CUDA_DRIVER, host));
    }

    @Test
    void nvrtcIsSearchedInWheelsThenCondaThenTheLoaderThenToolkits() throws Exception {
        FakeHost host = FakeHost.linux(root)
                .variable("VIRTUAL_ENV", root.resolve("venv"))
                .variable("CONDA_PREFIX", root.resolve("conda"))
                .variable("CUDA_HOME", root.resolve("home-of-cuda"))
                .variable("CUDA_PATH", root.resolve("path-of-cuda"))
                .property("user.home", root.resolve("home/user"));
        List<Path> before = List.of(
                host.file("venv/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc.so.13"),
                host.file("venv/lib/python3.12/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12"),
                host.file("home/user/.local/lib/python3.12/site-packages/nvidia/cu13/lib/libnvrtc.so.13"),
                host.file("usr/local/lib/python3.11/dist-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12"),
                host.file("conda/lib/libnvrtc.so.12"));
        List<Path> after = List.of(
                host.file("home-of-cuda/lib64/libnvrtc.so.13"),
                host.file("path-of-cuda/targets/x86_64-linux/lib/libnvrtc.so.12"),
                host.file("usr/local/cuda/lib64/libnvrtc.so.12"),
                host.file("usr/local/cuda-13.0/lib64/libnvrtc.so.13"),
                host.file("usr/local/cuda-12.10/lib64/libnvrtc.so.12"),
                host.file("usr/local/cuda-12.9/lib64/libnvrtc.so.12"),
                host.file("usr/lib/x86_64-linux-gnu/libnvrtc.so.11.2"),
                host.file("opt/cuda/lib64/libnvrtc.so.13"));
        List<String> expected = new ArrayList<>();
        before.forEach(path -> expected.add(path.toString()));
        expected.addAll(List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"));
        after.forEach(path -> expected.add(path.toString()));
        assertEquals(expected, texts(WantedLibrary.NVRTC, host));
    }

    @Test
    void oneFileUnderSeveralNamesIsTriedOnce() throws Exception {
        FakeHost host = FakeHost.linux(root);
        host.file("usr/local/cuda-13.0/lib64/libnvrtc.so.13.0.88");
        Path soname = host.link("usr/local/cuda-13.0/lib64/libnvrtc.so.13", "libnvrtc.so.13.0.88");
        host.link("usr/local/cuda-13.0/lib64/libnvrtc.so", "libnvrtc.so.13");
        Path cuda = host.link("usr/local/cuda", "cuda-13.0");
        List<String> texts = texts(WantedLibrary.NVRTC, host);
        assertEquals(4, texts.size(), texts::toString);
        assertEquals(cuda.resolve("lib64").resolve(soname.getFileName()).toString(), texts.getLast());
    }

    @Test
    void onWindowsTheNamesAndFoldersAreWindows() throws Exception {
        FakeHost host = FakeHost.windows(root)
                .variable("VIRTUAL_ENV", root.resolve("venv"))
                .variable("CONDA_PREFIX", root.resolve("conda"))
                .variable("ProgramFiles", root.resolve("Program Files"));
        String toolkits = "Program Files/NVIDIA GPU Computing Toolkit/CUDA/";
        String wheel = "venv/Lib/site-packages/nvidia/cu13/bin/x86_64/";
        Path inWheel = host.file(wheel + "nvrtc64_130_0.dll");
        Path builtins = host.file(wheel + "nvrtc-builtins64_130.dll");
        host.file(wheel + "nvrtc64_130_0.alt.dll");
        Path inConda = host.file("conda/Library/bin/nvrtc64_120_0.dll");
        Path in13 = host.file(toolkits + "v13.0/bin/x64/nvrtc64_130_0.dll");
        Path in12 = host.file(toolkits + "v12.9/bin/nvrtc64_120_0.dll");
        assertEquals(
                List.of(
                        inWheel.toString(),
                        inConda.toString(),
                        "nvrtc64_130_0.dll",
                        "nvrtc64_120_0.dll",
                        "nvrtc64_112_0.dll",
                        in13.toString(),
                        in12.toString()),
                texts(WantedLibrary.NVRTC, host));
        assertEquals(List.of("nvcuda.dll"), texts(WantedLibrary.CUDA_DRIVER, host));
        Candidate first = LibrarySearch.of(WantedLibrary.NVRTC, host.host()).candidates().getFirst();
        assertEquals(List.of(builtins), assertInstanceOf(Candidate.File.class, first).companions());
    }

    @Test
    void elsewhereThereIsNothingToTry() {
        FakeHost host = new FakeHost(root, Host.Platform.OTHER);
        assertEquals(List.of(), texts(WantedLibrary.CUDA_DRIVER, host));
        assertEquals(List.of(), texts(WantedLibrary.NVRTC, host));
    }

    @Test
    void aSettingIsTheOnlyCandidateAndThePropertyGoesBeforeTheVariable() throws Exception {
        FakeHost host = FakeHost.linux(root).variable("KEOPS_NVRTC_LIBRARY", root.resolve("a/libnvrtc.so.12"));
        host.file("usr/local/cuda/lib64/libnvrtc.so.13");
        assertEquals(
                new LibrarySearch(
                        Optional.of("the environment variable KEOPS_NVRTC_LIBRARY"),
                        List.of(new Candidate.File(root.resolve("a/libnvrtc.so.12"), List.of()))),
                LibrarySearch.of(WantedLibrary.NVRTC, host.host()));
        host.property("keops.nvrtc.library", "libnvrtc.so.14");
        assertEquals(
                new LibrarySearch(
                        Optional.of("the system property keops.nvrtc.library"),
                        List.of(new Candidate.Named("libnvrtc.so.14"))),
                LibrarySearch.of(WantedLibrary.NVRTC, host.host()));
    }

    @Test
    void aBlankSettingIsNone() {
        FakeHost host = FakeHost.linux(root)
                .property("keops.cuda.library", " ")
                .variable("KEOPS_CUDA_LIBRARY", "")
                .variable("CUDA_HOME", "");
        assertEquals(List.of("libcuda.so.1"), texts(WantedLibrary.CUDA_DRIVER, host));
    }

    @Test
    void aSettingMayNameAFileRelativeToTheWorkingFolder() {
        FakeHost host = FakeHost.linux(root).property("keops.cuda.library", Path.of("somewhere", "libcuda.so.1"));
        List<String> texts = texts(WantedLibrary.CUDA_DRIVER, host);
        assertTrue(Path.of(texts.getFirst()).isAbsolute(), texts::toString);
    }

    @Test
    void aVariableThatIsNoPathIsPassedOver() {
        FakeHost host = FakeHost.linux(root).variable("CONDA_PREFIX", "a\0b").variable("CUDA_HOME", "c\0d");
        assertEquals(
                List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"), texts(WantedLibrary.NVRTC, host));
    }

    @Test
    void aFileWhereAFolderIsExpectedIsPassedOver() throws Exception {
        FakeHost host = FakeHost.linux(root);
        Files.createDirectories(root.resolve("usr/local"));
        host.file("usr/local/cuda");
        assertEquals(3, texts(WantedLibrary.NVRTC, host).size());
    }
}
