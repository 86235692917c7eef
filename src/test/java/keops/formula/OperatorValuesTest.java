package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operator has the value that plain arithmetic gives it, on every back end, in both types. */
class OperatorValuesTest {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    static List<Sample> samples() {
        return Stream.of(ElementwiseSamples.all(), VectorSamples.all(), MatrixSamples.all(), ComplexSamples.all(),
                        KernelSamples.all(), RadialSamples.all(), SpecialSamples.all())
                .flatMap(List::stream)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> values() {
        return samples().stream().map(sample ->
                DynamicTest.dynamicTest(sample.toString(), () -> Sample.Way.all().forEach(sample::check)));
    }

    /** Derivatives are compared with differences, in {@link DerivativeOperatorsTest}. */
    @Test
    void everyOperatorHasASample() {
        Set<String> missing = Operators.table().stream()
                .filter(operator -> !DerivativeOperators.TABLE.contains(operator))
                .map(Operator::name)
                .collect(Collectors.toCollection(TreeSet::new));
        samples().forEach(sample -> NAME.matcher(sample.formula()).results().forEach(m -> missing.remove(m.group())));
        assertEquals(Set.of(), missing);
    }
}
