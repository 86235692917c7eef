package keops.random;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keops.formula.Category;

/** Writes a case as a Java test, ready to be pasted into a class of package {@code keops}. */
final class CaseText {
    private static final int MOST_NUMBERS = 400;

    private CaseText() {}

    static String of(RandomCase c) {
        String arguments = IntStream.range(0, c.data().size())
                .mapToObj(k -> "        Tensor.of(new float[] {" + numbers(c.data().get(k)) + "}, " + shape(c, k) + ")")
                .collect(Collectors.joining(",\n"));
        String aliases = String.join("", IntStream.range(0, c.aliases().length)
                .mapToObj(k -> ", \"" + c.aliases()[k] + "\"").toList());
        return """
                @Test
                void found() {
                    Tensor[] arguments = {
                %s
                    };
                    var builder = Genred.of("%s"%s)
                            .reduction(Reduction.named("%s", %d))%s
                            .sumScheme(SumScheme.%s).axis(%d).threads(%d);
                    Genred reference = builder.backend(Backend.REFERENCE).build();
                    Genred cpu = builder.backend(Backend.CPU).build();
                    List<Tensor> expected = reference.callAll(Arena.ofAuto(), arguments);
                    List<Tensor> actual = cpu.callAll(Arena.ofAuto(), arguments);
                    for (int k = 0; k < expected.size(); k++) {
                        Compare.arrays(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(), 1e-5,
                                cpu.toString());
                    }
                }
                """.formatted(arguments, c.formula(), aliases, c.reduction().reduction().name(),
                c.reduction().reduction().k(), c.weight().map(w -> ".weight(\"" + w + "\")").orElse(""),
                c.reduction().scheme(), c.axis(), c.threads());
    }

    private static String numbers(float[] numbers) {
        return IntStream.range(0, Math.min(MOST_NUMBERS, numbers.length))
                .mapToObj(n -> numbers[n] + "f")
                .collect(Collectors.joining(", ")) + (numbers.length > MOST_NUMBERS ? " /* and more */" : "");
    }

    private static String shape(RandomCase c, int k) {
        int dim = c.arguments().get(k).dim();
        return c.arguments().get(k).category() == Category.PARAMETER
                ? Integer.toString(dim)
                : c.data().get(k).length / dim + ", " + dim;
    }
}
