package keops.cuda.source;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import keops.cuda.nvrtc.Compiler;
import keops.cuda.nvrtc.InstalledNvrtc;
import keops.cuda.source.MachineCode.Loop;
import keops.execution.DistanceForm;
import keops.plan.Plan;
import keops.tensor.DType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instructions of compute capability 9.0 that inner loops take per pair, and the most that they may take. */
class InstructionsPerPairTest {
    @BeforeAll
    static void needsCompilerAndDisassembler() {
        Optional<String> cause = InstalledNvrtc.unavailabilityCause().or(() -> MachineCode.disassembler().isPresent()
                ? Optional.empty()
                : Optional.of("nvdisasm is not on the path, and -Dkeops.nvdisasm=FILE does not name it"));
        cause.ifPresent(why -> System.out.println("skipped: instructions are not counted, because: " + why));
        assumeTrue(cause.isEmpty(), "no NVRTC or no nvdisasm");
    }

    /** The marker is an instruction of the fast way, which passes it so many times for so many pairs. */
    @ParameterizedTest
    @CsvSource({
        "gaussian, MUFU.EX2, 32, 32, 8.41",
        "gradient, MUFU.EX2, 32, 32, 11.4",
        "log-sum-exp, MUFU.EX2, 64, 64, 8.8",
        "nearest, FMNMX, 12, 16, 8.0",
        "scaled-gaussian, MUFU.EX2, 32, 32, 9.41",
        "gaussian-10, MUFU.EX2, 16, 16, 24.1",
        "gaussian-16, MUFU.EX2, 8, 8, 35.9"
    })
    void rowTiles(String name, String marker, int count, int pairs, double most) throws IOException {
        MachineCode code = code(Samples.all().get(name), GeneratorOptions.DEFAULT);
        Loop loop = code.loops(marker, count).getFirst();
        check(name, code.shortestWay(loop, marker, count) / (double) pairs, most);
    }

    @ParameterizedTest
    @CsvSource({"DIFFERENCE, 230", "PRODUCT, 131"})
    void threadTile(DistanceForm form, double most) throws IOException {
        MachineCode code = code(Samples.all().get("long-gaussian"), new GeneratorOptions(false, form));
        int products = 64 * 20;
        Loop pieces = code.loops("FFMA", products).getFirst();
        Loop tiles = code.loops("FFMA", products).get(1);
        int perPiece = code.shortestWay(pieces, "FFMA", products);
        int perTile = code.shortestWay(tiles, "MUFU.EX2", 64) + 4 * perPiece;
        check("long-gaussian " + form, perTile / 64.0, most);
    }

    @Test
    void theWayThroughALoopIsFoundByItsMarker() throws IOException {
        MachineCode code = code(Samples.all().get("gaussian"), GeneratorOptions.DEFAULT);
        List<Loop> loops = code.loops("MUFU.EX2", 4);
        assertTrue(loops.size() >= 3, "the rolled loop, the unrolled one and that over tiles: " + loops);
    }

    private static MachineCode code(Plan plan, GeneratorOptions options) throws IOException {
        KernelSource source = KernelSource.of(
                plan, DType.FLOAT32, plan.arguments().stream().map(_ -> Storage.FLOAT32).toList(), options);
        return MachineCode.of(Compiler.compile(source.text(), source.options(), 90), source.reduce().name());
    }

    private static void check(String name, double perPair, double most) {
        System.out.printf("%s: %.2f instructions per pair (at most %s)%n", name, perPair, most);
        assertTrue(perPair <= most + 0.005, name + " takes " + perPair + " instructions per pair, not " + most);
    }
}
