package keops.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import keops.error.FormulaException;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.program.Lower;
import keops.program.Program;

/** Draws cases: the case of a seed and a number is always the same for the same operator table. */
final class CaseDraw {
    /** Around the widths of vectors, of blocks of vectors, and of tiles. */
    private static final int[] SIZES = {
        1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 23, 31, 32, 33, 47, 48, 49, 63, 64, 65, 511, 512, 513
    };
    /** Scalar operations of a case: what cold vector code computes in a few milliseconds. */
    private static final long OPERATIONS = 100_000;
    private static final int LARGEST_PROGRAM = 1_500;
    /** Components of vectors of exponents, each of which takes passes of its own. */
    private static final int MOST_EXPONENTS = 4;

    private final SplittableRandom random;
    private final List<Variable> variables = new ArrayList<>();
    private final List<Variable> positives = new ArrayList<>();

    private CaseDraw(long seed, long number) {
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L);
    }

    static RandomCase draw(long seed, long number) {
        return new CaseDraw(seed, number).draw(number);
    }

    private RandomCase draw(long number) {
        drawVariables();
        var draw = new FormulaDraw(random, variables, positives);
        int axis = random.nextInt(2);
        DrawnReduction reduction = DrawnReduction.ALL.get(random.nextInt(DrawnReduction.ALL.size()));
        boolean hasWeight = reduction.needsWeight() || reduction.isExponential() && draw.chance(0.5);
        boolean wantsPairs = random.nextInt(8) > 0;
        Formula formula;
        Program program;
        int attempt = 0;
        do {
            int dim = reduction.isExponential() ? exponents(draw) : draw.dim();
            int depth = wantsPairs ? 2 + draw.below(5) : 1 + draw.below(5);
            // Every operator in its turn at the root, so that each is drawn often enough.
            formula = number % 2 == 0
                    ? draw.formula(dim, depth)
                    : draw.call(Operators.table().get((int) (number / 2 % Operators.table().size())), dim, depth);
            program = lowered(formula, axis);
        } while (program == null || program.values().size() > LARGEST_PROGRAM
                || wantsPairs && program.operationsPerPair() == 0 && attempt++ < 100);
        int weightDim = formula.dim() == 1 ? draw.dim() : draw.chance(0.5) ? 1 : formula.dim();
        Optional<Formula> weight =
                hasWeight ? Optional.of(draw.formula(weightDim, 1 + draw.below(3))) : Optional.empty();
        int sizeI = size();
        int sizeJ = size();
        while ((long) sizeI * sizeJ * Math.max(5, program.operationsPerPair()) > OPERATIONS
                && Math.max(sizeI, sizeJ) > 5) {
            if (sizeI > sizeJ == (random.nextInt(4) > 0)) {
                sizeI = smaller(sizeI);
            } else {
                sizeJ = smaller(sizeJ);
            }
        }
        int rowsI = sizeI;
        int rowsJ = sizeJ;
        List<float[]> data = variables.stream()
                .map(v -> numbers(v, switch (v.category()) {
                    case I -> rowsI;
                    case J -> rowsJ;
                    case PARAMETER -> 1;
                }))
                .toList();
        return new RandomCase(formula, weight, List.copyOf(variables), data, sizeI, sizeJ, axis, reduction,
                1 + random.nextInt(3));
    }

    /** One exponent, or a few. */
    private static int exponents(FormulaDraw draw) {
        return draw.chance(0.6) ? 1 : 2 + draw.below(MOST_EXPONENTS - 1);
    }

    /** The program, or null where it, or a derivative in it, is too large. */
    private static Program lowered(Formula formula, int axis) {
        try {
            return Lower.apply(List.of(formula), axis == 1 ? Category.I : Category.J);
        } catch (FormulaException e) {
            return null;
        }
    }

    private void drawVariables() {
        if (random.nextInt(16) > 0) {
            for (int k = random.nextInt(4); k > 0; k--) {
                addVariable(Category.values()[random.nextInt(3)]);
            }
            addVariable(Category.I);
            addVariable(Category.J);
        } else {
            for (int k = random.nextInt(4); k > 0; k--) {
                addVariable(Category.values()[random.nextInt(3)]);
            }
        }
    }

    private void addVariable(Category category) {
        int most = random.nextInt(8) == 0 ? 40 : random.nextInt(3) == 0 ? 9 : 4;
        int dim = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(most);
        boolean isPositive = random.nextInt(3) == 0;
        int position = variables.size();
        String name = (isPositive ? "p" : "v") + position + category.constructor().toLowerCase(Locale.ROOT).charAt(1);
        var variable = new Variable(name, position, dim, category);
        variables.add(variable);
        if (isPositive) {
            positives.add(variable);
        }
    }

    private int size() {
        return random.nextInt(30) == 0 ? 0 : random.nextInt(4) == 0
                ? 1 + random.nextInt(40)
                : SIZES[random.nextInt(SIZES.length)];
    }

    private int smaller(int size) {
        return Math.max(1, random.nextInt(2) == 0 ? size / 2 + 1 : 1 + random.nextInt(size));
    }

    /** Half of the arrays hold any numbers, the others whole and half ones, where comparisons and jumps are exact. */
    private float[] numbers(Variable v, int rows) {
        float[] numbers = new float[rows * v.dim()];
        boolean isPositive = positives.contains(v);
        boolean isCoarse = random.nextInt(3) == 0;
        for (int n = 0; n < numbers.length; n++) {
            double number = isCoarse
                    ? (random.nextInt(9) - 4) * 0.5
                    : random.nextDouble() * 4 - 2;
            numbers[n] = (float) (isPositive ? Math.abs(number) + 0.25 : number);
        }
        return numbers;
    }

    /** The operators of a formula, by name. */
    static List<String> operators(Formula formula) {
        var names = new ArrayList<String>();
        if (formula instanceof keops.formula.Call call) {
            names.add(call.operator().name());
        }
        formula.children().forEach(child -> names.addAll(operators(child)));
        return names.stream().distinct().collect(Collectors.toList());
    }
}
