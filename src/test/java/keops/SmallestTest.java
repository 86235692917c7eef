package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The K smallest against the reference back end, bit by bit: short lists and long ones, few columns and many. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SmallestTest {
    private static final String BITS = "keops.cpu.vectorBits";
    private static final List<DType> DTYPES = List.of(DType.FLOAT32, DType.FLOAT64);

    private final String usualBits = System.getProperty(BITS);

    @AfterEach
    void restore() {
        if (usualBits == null) {
            System.clearProperty(BITS);
        } else {
            System.setProperty(BITS, usualBits);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLengthOfLists() {
        return IntStream.rangeClosed(1, 200).boxed().map(k -> DynamicTest.dynamicTest("K = " + k,
                () -> SmallestCases.check(k, 430, DTYPES.get(k % 2))));
    }

    @TestFactory
    Stream<DynamicTest> asManyColumnsAsRanksAndOtherNumbers() {
        return DTYPES.stream().flatMap(dtype -> Stream.of(20, 50, 300).flatMap(k ->
                Stream.of(1, k - 1, k, k + 1, 2 * k - 1, 2 * k, 2 * k + 20, 3000).map(count -> DynamicTest.dynamicTest(
                        "K = " + k + ", N = " + count + ", " + dtype, () -> SmallestCases.check(k, count, dtype)))));
    }

    /** Lists of some lengths, sorted ones and gathered ones. */
    @ParameterizedTest
    @ValueSource(strings = {"128", "256", "512"})
    void everyWidthOfVectors(String bits) {
        System.setProperty(BITS, bits);
        for (int k : new int[] {1, 7, 16, 17, 33, 64, 200}) {
            SmallestCases.check(k, 500, DType.FLOAT32);
            SmallestCases.check(k, 500, DType.FLOAT64);
        }
    }

    @Test
    void componentsHaveListsOfTheirOwn() {
        Genred genred = Genred.of("a * b", "a = Vi(1)", "b = Vj(3)").reduction(Reduction.kMinArgKMin(40)).axis(1)
                .backend(Backend.CPU).build();
        for (DType dtype : DTYPES) {
            Tensor rows = SmallestCases.arguments(dtype, SmallestCases.Columns.TIES, 150, 1, 1)[0];
            for (SmallestCases.Columns columns : SmallestCases.Columns.values()) {
                Tensor[] arguments = {rows, Tensor.vector(dtype, columns.values(3 * 900, 5)).reshape(900, 3)};
                assertArrayEquals(Numbers.bits(genred.backend(Backend.REFERENCE), arguments),
                        Numbers.bits(genred, arguments), () -> dtype + ", " + columns + ", seed 5");
            }
        }
    }

    @Test
    void partsOfManyColumnsMergeToTheWhole() {
        for (int k : new int[] {3, 60}) {
            for (SmallestCases.Columns columns : SmallestCases.Columns.values()) {
                Tensor[] arguments = SmallestCases.arguments(DType.FLOAT32, columns, 4, 60_000, 7);
                Genred genred = SmallestCases.genred(Reduction.kMinArgKMin(k), 1);
                long[] expected = Numbers.bits(genred.backend(Backend.REFERENCE), arguments);
                for (int threads : new int[] {1, 2, 7}) {
                    assertArrayEquals(expected, Numbers.bits(genred.threads(threads), arguments),
                            () -> "K = " + k + ", " + threads + " threads, " + columns + ", seed 7");
                }
            }
        }
    }

    @Test
    void spansOfColumnsMergeToTheWhole() {
        long[][] rows = {{0, 30}, {30, 31}, {31, 100}};
        long[][] spans = {{0, 10}, {10, 700}, {700, 1500}};
        Ranges ranges = Ranges.fromMatrix(rows, spans,
                new boolean[][] {{true, false, true}, {true, true, false}, {false, true, true}});
        Genred genred = SmallestCases.genred(Reduction.kMinArgKMin(45), 2).ranges(ranges);
        for (SmallestCases.Columns columns : SmallestCases.Columns.values()) {
            Tensor[] arguments = SmallestCases.arguments(DType.FLOAT64, columns, 100, 1500, 3);
            assertArrayEquals(Numbers.bits(genred.backend(Backend.REFERENCE), arguments),
                    Numbers.bits(genred, arguments), () -> columns + ", seed 3");
        }
    }
}
