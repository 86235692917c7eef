package keops.jmh;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.execution.Backend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AgreementTest {
    private static final List<WorkloadShape> SHAPES =
            List.of(new WorkloadShape(1, 4, 3, 1), new WorkloadShape(17, 33, 3, 4), new WorkloadShape(40, 100, 7, 3));

    private static Stream<Task> tasks() {
        return Stream.concat(
                Arrays.stream(RadialKernel.values())
                        .flatMap(kernel -> Stream.of(new Task.Product(kernel), new Task.ProductGradient(kernel))),
                Stream.of(new Task.LogSumExp(), new Task.Nearest()));
    }

    @TestFactory
    Stream<DynamicTest> theLibraryAndPlainJavaAgreeWithTheReference() {
        return tasks().flatMap(task -> SHAPES.stream().map(shape -> DynamicTest.dynamicTest(task + " " + shape, () -> {
            try (Arena arena = Arena.ofShared()) {
                Data data = Data.of(arena, shape);
                var agreement = new Agreement(task, data, arena);
                agreement.check("ours", task.prepare(data, Backend.CPU, 2), data);
                agreement.check("plain Java", PlainJava.of(task, data, 1), data);
                agreement.check("plain Java", PlainJava.of(task, data, 2), data);
            }
        })));
    }

    @TestFactory
    Stream<DynamicTest> aWrongValueIsFound() {
        return tasks().map(task -> DynamicTest.dynamicTest(task.toString(), () -> {
            try (Arena arena = Arena.ofShared()) {
                Data data = Data.of(arena, new WorkloadShape(17, 33, 3, 4));
                Computation right = task.prepare(data, Backend.CPU, 1);
                Computation wrong = result -> {
                    right.call(result);
                    if (task instanceof Task.Nearest) {
                        result.setLongAt(5, (result.longAt(5) + 1) % 33);
                    } else {
                        result.setDoubleAt(5, result.doubleAt(5) * 1.01 + 0.01);
                    }
                };
                var error = assertThrows(IllegalStateException.class,
                        () -> new Agreement(task, data, arena).check("theirs", wrong, data));
                assertTrue(error.getMessage().startsWith("theirs: value 5 is "), error.getMessage());
            }
        }));
    }

    @Test
    void allWorkloadsHaveNamesOfTheirOwn() {
        List<String> names = Suite.all().map(Workload::name).toList();
        assertTrue(names.stream().distinct().count() == names.size(), names.toString());
        assertThrows(IllegalArgumentException.class, () -> Suite.workload("gaussian-d4"));
    }
}
