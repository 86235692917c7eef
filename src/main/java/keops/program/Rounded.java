package keops.program;

/** Takes the marks of {@link UnaryFunction#ROUNDED} out of a program that nothing is fused in any more. */
public final class Rounded {
    private Rounded() {}

    /** The same outputs without the marks. */
    public static Program dropped(Program program) {
        var builder = ProgramBuilder.unlimited();
        int[] kept = new int[program.values().size()];
        for (int v = 0; v < kept.length; v++) {
            Scalar value = program.values().get(v);
            kept[v] = program.isRounded(v)
                    ? kept[value.operands().getFirst()]
                    : builder.add(value.renumbered(operand -> kept[operand]));
        }
        return builder.build(program.outputs().stream().map(output -> kept[output]).toList());
    }

    /** Which values are parts of marked ones. */
    static boolean[] parts(Program program) {
        boolean[] parts = new boolean[program.values().size()];
        for (int v = parts.length - 1; v >= 0; v--) {
            if (parts[v] || program.isRounded(v)) {
                program.values().get(v).operands().forEach(operand -> parts[operand] = true);
            }
        }
        return parts;
    }
}
