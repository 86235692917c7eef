package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keops.cuda.call.Images;
import keops.cuda.emulator.Emulated;
import keops.cuda.emulator.Snapshots;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** After a warm-up no call asks for code any more; on the emulator. */
@Emulated
class EmulatedWarmUpTest {
    private static final int SMALL_GPU = 2;

    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void listen() {
        Images.comeFrom(request -> {
            asked.add(request.source().text());
            return Snapshots.ptx(request.source().text(), request.source().options());
        });
    }

    @Test
    void aWarmUpLoadsTheKernelsToTheDeviceOfTheCalls() {
        Genred largest = Genred.of("(x | y)", "x = Vi(45)", "y = Vj(45)").reduction(Reduction.MAX).axis(1)
                .backend(Backend.GPU).device(SMALL_GPU).build();
        largest.warmUp(DType.FLOAT32);
        assertEquals(1, asked.size());
        for (Backend backend : List.of(Backend.GPU_1D, Backend.GPU_2D)) {
            Tensor result = largest.backend(backend).call(Arena.ofAuto(), Numbers.tensor(1, DType.FLOAT32, 7, 45),
                    Numbers.tensor(2, DType.FLOAT32, 90, 45));
            assertEquals(7, result.count());
        }
        assertEquals(1, asked.size(), "calls of all kinds find their kernels");
    }

    static Stream<Reduction> reductions() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MIN, Reduction.MAX_SUM_SHIFT_EXP);
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void aWarmUpOfGradientsMakesAllThatTheirCallsNeed(Reduction reduction) {
        Genred genred = Genred.of("g * SqDist(x, y)", "g = Pm(1)", "x = Vi(2)", "y = Vj(2)")
                .reduction(reduction).axis(1).backend(Backend.GPU).device(SMALL_GPU).build();
        Gradient gradient = genred.gradient("g", "x", "y");
        gradient.kernels().warmUp(DType.FLOAT32);
        genred.warmUp(DType.FLOAT32);
        int known = asked.size();
        assertTrue(known > 0);
        Tensor[] arguments = {Numbers.tensor(1, DType.FLOAT32, 1), Numbers.tensor(2, DType.FLOAT32, 4, 2),
            Numbers.tensor(3, DType.FLOAT32, 3, 2)};
        Tensor e = Numbers.tensor(4, DType.FLOAT32, genred.outputShapes(arguments).getFirst());
        gradient.call(Arena.ofAuto(), e, arguments);
        gradient.valueAndGradients(Arena.ofAuto(), e, arguments);
        assertEquals(known, asked.size(), () -> asked.subList(known, asked.size()).stream()
                .map(text -> text.lines().findFirst().orElse("")).toList().toString());
    }
}
