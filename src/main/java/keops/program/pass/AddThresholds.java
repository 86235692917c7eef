package keops.program.pass;

import java.util.ArrayList;
import java.util.List;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;

/** Adds to each output a threshold that is supplied for each row: what is above it is not among the K smallest. */
public record AddThresholds() implements Pass {
    @Override
    public int outputs(int before) {
        return 2 * before;
    }

    @Override
    public Program apply(Program program) {
        return new Rewriting(program) {
            @Override
            int rewrite(int v, Scalar value) {
                return copy(value);
            }

            @Override
            List<Integer> outputs() {
                var outputs = new ArrayList<>(super.outputs());
                for (int k = 0; k < program.outputs().size(); k++) {
                    outputs.add(builder.add(new Scalar.Supplied(k, Stage.ROW)));
                }
                return outputs;
            }
        }.run();
    }
}
