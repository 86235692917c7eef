package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** More than 2^31 rows, columns or elements, in sparse files. */
class LargeReductionTest {
    private static final long ROWS = (1L << 31) + 5;

    @TempDir
    Path folder;

    /** A sparse file of zeros, mapped. */
    private Tensor sparse(Arena arena, DType dtype, long... shape) throws IOException {
        long bytes = dtype.bytes() * java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact);
        long room = Files.getFileStore(folder).getUsableSpace();
        assumeTrue(room > 2 * bytes, () -> said("skipped: the disk has only " + room + " bytes of room"));
        try (FileChannel channel = FileChannel.open(folder.resolve("sparse" + System.nanoTime()),
                StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE, StandardOpenOption.DELETE_ON_CLOSE)) {
            return Tensor.of(channel.map(MapMode.READ_WRITE, 0, bytes, arena), dtype, shape);
        } catch (IOException e) {
            return abort(said("skipped: no sparse file of " + bytes + " bytes here: " + e));
        }
    }

    private static String said(String text) {
        System.out.println(text);
        return text;
    }

    private static List<Tensor> reduce(String formula, Reduction reduction, int axis, Arena arena, Tensor x, Tensor y) {
        long start = System.nanoTime();
        List<Tensor> results = Genred.of(formula, "x = Vi(1)", "y = Vj(1)").reduction(reduction).axis(axis)
                .backend(Backend.CPU).build().callAll(arena, x, y);
        System.out.printf("%s of %s over %d pairs: %.1f s%n", reduction.name(), formula, x.size(0) * y.size(0),
                (System.nanoTime() - start) * 1e-9);
        return results;
    }

    @Test
    void sumOverMoreThanTwoToThe31Columns() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Tensor y = sparse(arena, DType.FLOAT32, ROWS, 1);
            y.setDouble(3, 0, 0);
            y.setDouble(5, (1L << 31) - 1, 0);
            y.setDouble(7, 1L << 31, 0);
            y.setDouble(11, ROWS - 1, 0);
            Tensor x = Numbers.column(DType.FLOAT32, 0);
            assertArrayEquals(new double[] {26}, reduce("x + y", Reduction.SUM, 1, arena, x, y).getFirst()
                    .toDoubleArray());
        }
    }

    /** {@code -Dkeops.test.large=true}: half a minute. */
    @Test
    @EnabledIfSystemProperty(named = "keops.test.large", matches = "true")
    void sumOverMoreThanTwoToThe31Rows() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Tensor x = sparse(arena, DType.FLOAT32, ROWS, 1);
            x.setDouble(5, 0, 0);
            x.setDouble(7, ROWS - 1, 0);
            Tensor y = Numbers.column(DType.FLOAT32, 0);
            assertArrayEquals(new double[] {12}, reduce("x + y", Reduction.SUM, 0, arena, x, y).getFirst()
                    .toDoubleArray());
        }
    }

    /** {@code -Dkeops.test.large=true}: ten seconds, or a minute where memory is short. */
    @Test
    @EnabledIfSystemProperty(named = "keops.test.large", matches = "true")
    void indicesBeyondTwoToThe31() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Tensor y = sparse(arena, DType.FLOAT32, ROWS, 1);
            y.setDouble(-1, 1L << 31, 0);
            y.setDouble(-2, ROWS - 2, 0);
            List<Tensor> results =
                    reduce("x + y", Reduction.kMinArgKMin(3), 1, arena, Numbers.column(DType.FLOAT32, 0), y);
            assertArrayEquals(new double[] {-2, -1, 0}, results.getFirst().toDoubleArray());
            assertArrayEquals(new long[] {ROWS - 2, 1L << 31, 0}, results.getLast().toLongArray());
        }
    }

    /** Few rows, many elements: rows that begin beyond element 2^31. {@code -Dkeops.test.large=true}: half a minute. */
    @Test
    @EnabledIfSystemProperty(named = "keops.test.large", matches = "true")
    void rowsThatBeginBeyondElementTwoToThe31() throws IOException {
        long rows = (1L << 28) + 3;
        try (Arena arena = Arena.ofShared()) {
            Tensor y = sparse(arena, DType.FLOAT32, rows, 9);
            y.setDouble(3, rows - 1, 8);
            y.setDouble(4, rows - 2, 0);
            double[] sums = Genred.of("x + Elem(y,8) + Elem(y,0)", "x = Vi(1)", "y = Vj(9)").axis(1)
                    .backend(Backend.CPU).build()
                    .call(arena, Numbers.column(DType.FLOAT32, 0), y).toDoubleArray();
            assertArrayEquals(new double[] {7}, sums);
        }
    }

    /** {@code -Dkeops.test.large=true}: some ten gigabytes of disk. */
    @Test
    @EnabledIfSystemProperty(named = "keops.test.large", matches = "true")
    void outputsOfMoreThanTwoToThe31Rows() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Tensor x = sparse(arena, DType.FLOAT32, ROWS, 1);
            x.setDouble(5, ROWS - 1, 0);
            Tensor output = sparse(arena, DType.FLOAT32, ROWS, 1);
            long start = System.nanoTime();
            Genred.of("x + y", "x = Vi(1)", "y = Vj(1)").axis(1).backend(Backend.CPU).build()
                    .callInto(output, x, Numbers.column(DType.FLOAT32, 1, 2));
            System.out.printf("%d rows of output: %.1f s%n", ROWS, (System.nanoTime() - start) * 1e-9);
            for (long row : new long[] {0, 1, (1L << 31) - 1, 1L << 31, ROWS - 2}) {
                assertEquals(3, output.doubleAt(row));
            }
            assertEquals(13, output.doubleAt(ROWS - 1));
        }
    }
}
