package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tutorials refuse options out of range before they compute anything. */
class TutorialOptionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "anisotropic-kernels --cells=2147483647",
        "attention --length=2147483647",
        "gaussian-mixture --points=2147483647",
        "gaussian-mixture --gaussians=2147483647",
        "gaussian-mixture --sparsity=NaN",
        "gaussian-mixture --sparsity=-1",
        "gaussian-mixture --sparsity=1e300",
        "generative-model --batch=2147483647",
        "generative-model --neurons=2147483647",
        "kernel-regression --cells=1",
        "kmeans --points=2147483647",
        "kmeans --clusters=2147483647",
        "knn --points=2147483647",
        "knn --queries=2147483647",
        "lddmm --width=1e300",
        "lddmm --width=Infinity",
        "lddmm --detail=1e-300",
        "lddmm --weight=Infinity",
        "lddmm --times=2147483647",
        "n-body --bodies=2147483647",
        "optimal-transport --points=2147483647",
        "optimal-transport --pixels=2147483647"
    })
    void numbersOutOfRangeAreBadUse(String line) {
        Cli run = Cli.run((Object[]) (line + " --out=" + folder).split(" ", -1));
        assertEquals(ExitCode.BAD_USE, run.exitCode(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().matches("(?s)keops: .*must be .*|keops: .*are needed.*"), run.err());
        assertFalse(run.err().contains("bug"), run.err());
    }

    @Test
    void aFolderThatCannotBeOneIsBadUseAtOnce() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path given : new Path[] {file, file.resolve("sub/folder")}) {
            Cli run = Cli.run("kmeans", "--points=3", "--out=" + given);
            assertEquals(ExitCode.BAD_USE, run.exitCode());
            assertEquals("", run.out());
            assertTrue(run.err().startsWith("keops: --out must be a folder, but " + file + " is none\n"), run.err());
        }
        Cli empty = Cli.run("kmeans", "--points=3", "--out=");
        assertEquals(ExitCode.BAD_USE, empty.exitCode());
        assertTrue(empty.err().startsWith("keops: --out must be a folder, but is empty\n"), empty.err());
    }
}
