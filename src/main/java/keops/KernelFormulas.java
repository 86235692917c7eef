package keops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import keops.error.FormulaException;

/**
 * The atomic kernels that names may be made of: those of the original documentation, and a user's own.
 *
 * {@snippet :
 * KernelFormulas formulas = KernelFormulas.STANDARD.with("my_formula",
 *         "Exp(({X}|{Y}) - WeightedSqDist({G},{X},{Y}))",     // the value k
 *         "({X}|{Y}) - WeightedSqDist({G},{X},{Y})");         // its logarithm
 * Kernel kernel = Kernel.of("my_formula(x,y) + gaussian(x,y)", formulas);
 * }
 *
 * <p>With r² = ⟨x-y, G (x-y)⟩ the standard ones are {@code linear} ⟨x,y⟩, whose logarithm is that of its magnitude,
 * {@code 0.5 log(<x,y>^2 + 1e-8)}; {@code gaussian} exp(-r²); {@code laplacian} exp(-r); {@code cauchy} 1/(1+r²);
 * {@code inverse_multiquadric} 1/√(1+r²); {@code distance} r. There is no 1/2 and no standard deviation in them: G is the
 * multiplier. A set of kernels is immutable.
 */
public final class KernelFormulas {
    private static final String SQUARED = "WeightedSqDist({G},{X},{Y})";

    /** The kernels of the original documentation. */
    public static final KernelFormulas STANDARD = new KernelFormulas(standard());

    private final Map<String, AtomicKernel> byName;

    private KernelFormulas(Map<String, AtomicKernel> byName) {
        this.byName = byName;
    }

    private static Map<String, AtomicKernel> standard() {
        var kernels = new LinkedHashMap<String, AtomicKernel>();
        kernels.put("linear", new AtomicKernel("({X}|{Y})", "0.5 * Log(Square(({X}|{Y})) + 1e-8)", false));
        kernels.put("gaussian", new AtomicKernel("Exp(-" + SQUARED + ")", "-" + SQUARED, true));
        kernels.put("laplacian", new AtomicKernel("Exp(-Sqrt(" + SQUARED + "))", "-Sqrt(" + SQUARED + ")", true));
        kernels.put("cauchy", new AtomicKernel("Inv(1 + " + SQUARED + ")", "-Log(1 + " + SQUARED + ")", true));
        kernels.put("inverse_multiquadric",
                new AtomicKernel("Rsqrt(1 + " + SQUARED + ")", "-0.5 * Log(1 + " + SQUARED + ")", true));
        // At 0, where the logarithm is -inf, 1 stands in its argument: its slope is 0 there, as that of the distance.
        String isZero = "-Abs(" + SQUARED + ")";
        kernels.put("distance", new AtomicKernel("Sqrt(" + SQUARED + ")",
                "IfElse(" + isZero + ",Log(0),0.5 * Log(IfElse(" + isZero + ",1," + SQUARED + ")))", true));
        return kernels;
    }

    /**
     * These kernels and one more, or another one in the place of one of them.
     *
     * @param name the name: letters, digits and underscores, the first no digit
     * @param value the formula of its value k, in which {@code {X}} and {@code {Y}} stand for the pair of variables and
     *     {@code {G}} for the gamma; without {@code {G}} the gamma of the kernel is null
     * @param log the formula of log k, as for {@code value}; null if it has none, as for kernels that may be negative:
     *     modes that work with logarithms then refuse it
     * @throws FormulaException if the name is not one, or a text in braces is none of the three
     */
    public KernelFormulas with(String name, String value, String log) {
        if (!name.matches("[A-Za-z_][A-Za-z_0-9]*")) {
            throw new FormulaException("a kernel is named by letters, digits and underscores, but '" + name + "' came");
        }
        var more = new LinkedHashMap<>(byName);
        more.put(name, AtomicKernel.custom(name, value, log));
        return new KernelFormulas(more);
    }

    /** The names. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    AtomicKernel named(String name) {
        return byName.get(name);
    }
}
