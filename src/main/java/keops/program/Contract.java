package keops.program;

/** a b + c, where the product has no other use, becomes one fused multiply-add. */
final class Contract {
    private Contract() {}

    static Program apply(Program program) {
        return apply(program, program.uses());
    }

    /** Outputs from a given one on are what counts: a product that is computed apart too may be computed twice. */
    static Program applyFrom(Program program, int firstOutput) {
        return apply(program, program.usesFrom(firstOutput));
    }

    private static Program apply(Program program, int[] uses) {
        var builder = ProgramBuilder.unlimited();
        int[] rewritten = new int[program.values().size()];
        for (int v = 0; v < rewritten.length; v++) {
            Scalar value = program.values().get(v);
            rewritten[v] = value instanceof Scalar.Binary(BinaryFunction function, int a, int b)
                            && function == BinaryFunction.ADD
                    ? sum(program, uses, rewritten, builder, a, b)
                    : builder.add(value.renumbered(operand -> rewritten[operand]));
        }
        return builder.build(program.outputs().stream().map(output -> rewritten[output]).toList());
    }

    private static int sum(Program program, int[] uses, int[] rewritten, ProgramBuilder builder, int a, int b) {
        if (isSingleProduct(program, uses, b)) {
            return fma(program, rewritten, builder, b, a);
        } else if (isSingleProduct(program, uses, a)) {
            return fma(program, rewritten, builder, a, b);
        }
        return builder.add(new Scalar.Binary(BinaryFunction.ADD, rewritten[a], rewritten[b]));
    }

    private static boolean isSingleProduct(Program program, int[] uses, int v) {
        return uses[v] == 1
                && program.values().get(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY;
    }

    private static int fma(Program program, int[] rewritten, ProgramBuilder builder, int product, int c) {
        var multiply = (Scalar.Binary) program.values().get(product);
        return builder.fma(rewritten[multiply.a()], rewritten[multiply.b()], rewritten[c]);
    }
}
