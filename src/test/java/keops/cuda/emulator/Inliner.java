package keops.cuda.emulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the bodies of called functions in the place of the calls. PTX passes arguments in variables of the caller, so
 * that the parameters of the function become other names of these.
 */
final class Inliner {
    private final PtxModule module;
    private final List<PtxVariable> variables = new ArrayList<>();
    private final List<Instruction> code = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private int registers;
    private int calls;

    private Inliner(PtxModule module) {
        this.module = module;
    }

    static PtxFunction apply(PtxModule module, PtxFunction kernel) {
        var inliner = new Inliner(module);
        inliner.body(kernel, "", Map.of(), false);
        return new PtxFunction(kernel.name(), true, kernel.results(), kernel.parameters(), inliner.variables,
                inliner.registers, inliner.labels, inliner.branchTargets, kernel.maxThreads(), inliner.code);
    }

    private void body(PtxFunction function, String prefix, Map<String, String> parameters, boolean isCalled) {
        int firstRegister = registers;
        registers += function.registers();
        var names = new HashMap<>(parameters);
        for (PtxVariable v : function.variables()) {
            names.put(v.name(), prefix + v.name());
            variables.add(new PtxVariable(prefix + v.name(), v.space(), v.alignment(), v.bytes(), v.initial()));
        }
        function.labels().keySet().forEach(label -> names.put(label, prefix + label));
        function.branchTargets().forEach((name, targets) -> {
            names.put(name, prefix + name);
            branchTargets.put(prefix + name, targets.stream().map(t -> prefix + t).toList());
        });
        var at = new HashMap<Integer, List<String>>();
        function.labels().forEach((label, k) -> at.computeIfAbsent(k, _ -> new ArrayList<>()).add(prefix + label));
        String end = prefix + "#end";
        for (int k = 0; k < function.code().size(); k++) {
            place(at.get(k));
            Instruction i = renamed(function.code().get(k), firstRegister, names);
            switch (i.opcode().base()) {
                case "call" -> call(i, prefix);
                case "ret" -> code.add(isCalled
                        ? new Instruction(i.guard(), Opcode.parse("bra"), List.of(new PtxOperand.Symbol(end)), i.text())
                        : i);
                default -> code.add(i);
            }
        }
        place(at.get(function.code().size()));
        place(List.of(end));
    }

    private void place(List<String> here) {
        if (here != null) {
            here.forEach(label -> labels.put(label, code.size()));
        }
    }

    private void call(Instruction call, String prefix) {
        if (call.guard().isPresent()) {
            throw new PtxException("a call under a predicate: " + call.text());
        }
        boolean hasResults = call.operand(0) instanceof PtxOperand.Several;
        String name = ((PtxOperand.Symbol) call.operand(hasResults ? 1 : 0)).name();
        PtxFunction function = module.functions().get(name);
        if (function == null) {
            throw new PtxException("the function " + name + " is not in the module: " + call.text());
        }
        var names = new HashMap<String, String>();
        int arguments = hasResults ? 2 : 1;
        if (hasResults) {
            alias(function.results(), call.operand(0), names);
        }
        if (call.operands().size() > arguments) {
            alias(function.parameters(), call.operand(arguments), names);
        }
        body(function, prefix + name + "#" + calls++ + ":", names, true);
    }

    private static void alias(List<PtxVariable> formal, PtxOperand actual, Map<String, String> names) {
        List<PtxOperand> given = ((PtxOperand.Several) actual).parts();
        for (int k = 0; k < formal.size(); k++) {
            names.put(formal.get(k).name(), ((PtxOperand.Symbol) given.get(k)).name());
        }
    }

    private static Instruction renamed(Instruction i, int firstRegister, Map<String, String> names) {
        return new Instruction(
                i.guard().map(g -> new PtxOperand.Register(g.number() + firstRegister, g.isNegated())),
                i.opcode(),
                i.operands().stream().map(o -> renamed(o, firstRegister, names)).toList(),
                i.text());
    }

    private static PtxOperand renamed(PtxOperand operand, int firstRegister, Map<String, String> names) {
        return switch (operand) {
            case PtxOperand.Register r -> new PtxOperand.Register(r.number() + firstRegister, r.isNegated());
            case PtxOperand.Address a -> new PtxOperand.Address(renamed(a.base(), firstRegister, names), a.offset());
            case PtxOperand.Several s ->
                new PtxOperand.Several(s.parts().stream().map(p -> renamed(p, firstRegister, names)).toList());
            case PtxOperand.Symbol s -> new PtxOperand.Symbol(names.getOrDefault(s.name(), s.name()));
            case PtxOperand.Immediate _, PtxOperand.Special _, PtxOperand.Sink _ -> operand;
        };
    }
}
