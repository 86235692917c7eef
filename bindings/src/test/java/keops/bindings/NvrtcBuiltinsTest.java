package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvrtcBuiltinsTest {
    @TempDir
    Path root;

    private FakeHost host;

    @BeforeEach
    void aMachine() {
        host = FakeHost.linux(root);
    }

    @Test
    void aWheelHasOneOfThem() throws Exception {
        Path builtins = host.file("lib/libnvrtc-builtins.so.13.0");
        host.file("lib/libnvrtc-builtins.alt.so.13.0");
        assertEquals(List.of(builtins), NvrtcBuiltins.beside(host.file("lib/libnvrtc.so.13")));
    }

    @Test
    void theFullNameDecidesBetweenMinorVersions() throws Exception {
        host.file("lib/libnvrtc-builtins.so.12.4");
        Path builtins = host.file("lib/libnvrtc-builtins.so.12.6");
        host.file("lib/libnvrtc-builtins.so.13.0");
        host.file("lib/libnvrtc.so.12.6.85");
        assertEquals(List.of(builtins), NvrtcBuiltins.beside(host.link("lib/libnvrtc.so.12", "libnvrtc.so.12.6.85")));
    }

    @Test
    void theSonameOfNvrtc11DoesNotTellTheMinorVersion() throws Exception {
        Path builtins = host.file("lib/libnvrtc-builtins.so.11.8");
        assertEquals(List.of(builtins), NvrtcBuiltins.beside(host.file("lib/libnvrtc.so.11.2")));
    }

    @Test
    void allOfThemWhereTheNameTellsNothing() throws Exception {
        Path older = host.file("lib/libnvrtc-builtins.so.12.6");
        Path newer = host.file("lib/libnvrtc-builtins.so.13.0");
        assertEquals(List.of(newer, older), NvrtcBuiltins.beside(host.file("lib/libnvrtc.so")));
    }

    @Test
    void theyMayLieBesideTheTargetOfALink() throws Exception {
        Path builtins = host.file("real/libnvrtc-builtins.so.13.0");
        host.file("real/libnvrtc.so.13.0.88");
        Path link = host.link("links/libnvrtc.so.13", "../real/libnvrtc.so.13.0.88");
        assertEquals(List.of(builtins.toRealPath()), NvrtcBuiltins.beside(link));
    }

    @Test
    void noneBesideAFileOfAnotherNameOrARoot() throws Exception {
        host.file("lib/libnvrtc-builtins.so.13.0");
        assertEquals(List.of(), NvrtcBuiltins.beside(host.file("lib/libother.so.13")));
        assertEquals(List.of(), NvrtcBuiltins.beside(Path.of("/")));
        assertEquals(List.of(), NvrtcBuiltins.beside(root.resolve("missing/libnvrtc.so.13")));
    }
}
