package keops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import keops.error.FormulaException;
import keops.kernel.KernelName.NumberKind;

/**
 * The atomic kernels that names may be made of: those of the original documentation, others in wide use, and a user's
 * own.
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
 * {@code inverse_multiquadric} 1/√(1+r²); {@code distance} r. There is no 1/2 and no standard deviation in them: G is
 * the multiplier. So it is in the others: with lengths l, it is 1/l². (The operator {@code InverseMultiquadricKernel}
 * of formulas is another function, 1/√(1/C+|x-y|²).)
 *
 * <p>{@code matern12} exp(-r), {@code matern32} (1+√3r) exp(-√3r) and {@code matern52} (1+√5r+5r²/3) exp(-√5r);
 * {@code wendland0} (1-r)², {@code wendland2} (1-r)⁴(1+4r) and {@code wendland4} (1-r)⁶(1+6r+35r²/3), all three 0 from
 * r = 1 on and positive definite in up to three dimensions; {@code sinc} sin(r)/r; {@code rational_quadratic(x,y,a)}
 * (1+r²/(2a))^-a. Their derivatives of all orders are right where x = y: where one does not exist, as the slope of
 * {@code matern12} there, it is NaN, whereas that of {@code laplacian} is 0.
 *
 * <p>{@code periodic(x,y,p)} exp(-⟨s, G s⟩) with s = sin(π(x-y)/p): the usual one of length l has G = 2/l²;
 * {@code polynomial(x,y,n)} (1+⟨G x,y⟩)^n, G a number or a diagonal. Without a G: {@code cosine}, the cosine of the
 * angle between x and y, {@code angle}, the angle, and {@code haversine}, the distance on a sphere of radius 1 of
 * places (latitude, longitude) in radians. {@code sinc}, {@code polynomial} and these three have no logarithm.
 *
 * <p>A set of kernels is immutable.
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
        kernels.put("linear", plain("({X}|{Y})", "0.5 * Log(Square(({X}|{Y})) + 1e-8)"));
        kernels.put("gaussian", metric("Exp(-" + SQUARED + ")", "-" + SQUARED));
        kernels.put("laplacian", metric("Exp(-Sqrt(" + SQUARED + "))", "-Sqrt(" + SQUARED + ")"));
        kernels.put("cauchy", metric("Inv(1 + " + SQUARED + ")", "-Log(1 + " + SQUARED + ")"));
        kernels.put("inverse_multiquadric", metric("Rsqrt(1 + " + SQUARED + ")", "-0.5 * Log(1 + " + SQUARED + ")"));
        // At 0, where the logarithm is -inf, 1 stands in its argument: its slope is 0 there, as that of the distance.
        kernels.put("distance", metric("Sqrt(" + SQUARED + ")", "IfElse(-Abs(" + SQUARED
                + "),Log(0),0.5 * Log(IfElse(-Abs("
                + SQUARED + "),1," + SQUARED + ")))"));
        for (String order : List.of("12", "32", "52")) {
            String matern = "Matern" + order + "({G},{X},{Y})";
            kernels.put("matern" + order, metric(matern, "Log" + matern));
        }
        for (String smoothness : List.of("0", "2", "4")) {
            String wendland = "Wendland" + smoothness + "({G},{X},{Y})";
            // Beyond the support, too, 1 stands in the argument of the logarithm.
            kernels.put("wendland" + smoothness,
                    metric(wendland, "IfElse(-" + wendland + ",Log(0),Log(IfElse(-" + wendland + ",1," + wendland
                    + ")))"));
        }
        kernels.put("sinc", metric("RadialSinc({G},{X},{Y})", null));
        kernels.put("rational_quadratic", new AtomicKernel("RationalQuadratic({G},{N},{X},{Y})",
                "-{N} * Log1p(" + SQUARED + " / (2 * {N}))", true, NumberKind.REAL));
        String periods = "({X} - {Y}) / {N}";
        kernels.put("periodic", new AtomicKernel("Periodic({G},{N},{X},{Y})", "-WeightedSqNorm({G},Sin(" + Math.PI
                + " * (" + periods + " - Floor(" + periods + " + 0.5))))", true, NumberKind.REAL));
        kernels.put("polynomial", new AtomicKernel("Polynomial({G},1,{X},{Y},{N})", null, false, NumberKind.WHOLE));
        kernels.put("cosine", plain("CosineSimilarity({X},{Y})", null));
        kernels.put("angle", plain("Angle({X},{Y})", null));
        kernels.put("haversine", plain("Haversine({X},{Y})", null));
        return kernels;
    }

    private static AtomicKernel plain(String value, String log) {
        return new AtomicKernel(value, log, false, NumberKind.NONE);
    }

    private static AtomicKernel metric(String value, String log) {
        return new AtomicKernel(value, log, true, NumberKind.NONE);
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
        Objects.requireNonNull(name, "name");
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

    /** The names, with the number that each kernel takes after its pair of variables. */
    Map<String, NumberKind> numbers() {
        var numbers = new LinkedHashMap<String, NumberKind>();
        byName.forEach((name, kernel) -> numbers.put(name, kernel.number()));
        return numbers;
    }

    AtomicKernel named(String name) {
        return byName.get(name);
    }
}
