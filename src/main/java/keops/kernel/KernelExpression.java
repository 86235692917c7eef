package keops.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** A combination of atomic kernels. Its text is a kernel name that parses to an equal expression. Immutable. */
public sealed interface KernelExpression {

    /**
     * An atomic kernel on a pair of variables.
     *
     * @param name the name, such as {@code gaussian}
     * @param rank the number of this occurrence among all atomic kernels, from 0: each has a gamma of its own
     * @param pair the pair of variables that it acts on
     * @param number the number after the pair, as text that parses to it; empty if the kernel has none
     */
    record Atom(String name, int rank, Pair pair, String number) implements KernelExpression {
        @Override
        public String toString() {
            return name + "(" + pair.first + "," + pair.second + (number.isEmpty() ? "" : "," + number) + ")";
        }
    }

    /** A number, 0 or more. */
    record Factor(double value) implements KernelExpression {
        @Override
        public String toString() {
            return text(value);
        }
    }

    /** A number as text that parses to it. */
    static String text(double value) {
        return value == Math.rint(value) && value < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    /** A sum of two terms or more. */
    record Sum(List<KernelExpression> terms) implements KernelExpression {
        /** Copies the terms. */
        public Sum {
            terms = List.copyOf(terms);
        }

        @Override
        public String toString() {
            return terms.stream()
                    .map(term -> term instanceof Sum ? "(" + term + ")" : term.toString())
                    .collect(Collectors.joining(" + "));
        }
    }

    /** A product of two factors or more. */
    record Product(List<KernelExpression> factors) implements KernelExpression {
        /** Copies the factors. */
        public Product {
            factors = List.copyOf(factors);
        }

        @Override
        public String toString() {
            return factors.stream()
                    .map(factor -> factor instanceof Sum || factor instanceof Product
                            ? "(" + factor + ")"
                            : factor.toString())
                    .collect(Collectors.joining(" * "));
        }
    }

    /** A power with an integer exponent. */
    record Power(KernelExpression base, int exponent) implements KernelExpression {
        @Override
        public String toString() {
            return (base instanceof Atom || base instanceof Factor ? base.toString() : "(" + base + ")")
                    + "**" + exponent;
        }
    }

    /** A kernel with its sign changed. */
    record Negation(KernelExpression operand) implements KernelExpression {
        @Override
        public String toString() {
            return "-" + (operand instanceof Sum || operand instanceof Product ? "(" + operand + ")" : operand);
        }
    }

    /**
     * A pair of variables, {@code (x,y)}.
     *
     * @param first the letter of the variable indexed by i
     * @param second the letter of the variable indexed by j
     * @param rank the number of this pair, from 0, in the order of first appearance
     */
    record Pair(String first, String second, int rank) {
        @Override
        public String toString() {
            return "(" + first + "," + second + ")";
        }
    }
}
