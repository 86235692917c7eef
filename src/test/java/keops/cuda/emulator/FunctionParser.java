package keops.cuda.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the body of a function. */
final class FunctionParser {
    private final PtxText text;
    private final List<PtxVariable> variables = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private final List<Instruction> code = new ArrayList<>();
    /** The registers by name, innermost scope first. */
    private final Deque<Map<String, Integer>> scopes = new ArrayDeque<>();
    private int registers;

    FunctionParser(PtxText text) {
        this.text = text;
        scopes.push(new HashMap<>());
    }

    PtxFunction body(String name, boolean isEntry, List<PtxVariable> results, List<PtxVariable> parameters,
            int maxThreads) {
        while (!scopes.isEmpty()) {
            text.hasMore();
            if (text.take('}')) {
                scopes.pop();
            } else if (text.take('{')) {
                scopes.push(new HashMap<>());
            } else {
                statement();
            }
        }
        return new PtxFunction(name, isEntry, results, parameters, List.copyOf(variables), registers,
                Map.copyOf(labels), Map.copyOf(branchTargets), maxThreads, List.copyOf(code));
    }

    private void statement() {
        String label = text.label();
        if (!label.isEmpty()) {
            text.hasMore();
            if (text.isNext(".branchtargets")) {
                String list = text.until(";").replaceFirst("\\.branchtargets\\s*", "");
                branchTargets.put(label, PtxText.parts(list));
                text.take(';');
            } else {
                labels.put(label, code.size());
            }
            return;
        }
        String statement = text.until(";");
        text.take(';');
        if (statement.startsWith(".reg")) {
            registers(statement);
        } else if (statement.startsWith(".pragma")) {
            return;
        } else if (statement.startsWith(".")) {
            variables.add(PtxParser.variable(statement));
        } else {
            code.add(instruction(statement));
        }
    }

    /**
     * A register gets its number where it is declared alone, or, of a family such as %r<38>, where it is used first.
     */
    private void registers(String declaration) {
        for (String name : PtxText.parts(declaration.replaceFirst("\\.reg\\s+\\.\\w+\\s+", ""))) {
            if (!name.contains("<")) {
                scopes.peek().put(name, registers++);
            }
        }
    }

    private Instruction instruction(String statement) {
        String rest = statement;
        Optional<PtxOperand.Register> guard = Optional.empty();
        if (rest.startsWith("@")) {
            int end = rest.indexOf(' ');
            guard = Optional.of((PtxOperand.Register) operand(rest.substring(1, end)));
            rest = rest.substring(end + 1).strip();
        }
        int end = rest.indexOf(' ');
        String name = end < 0 ? rest : rest.substring(0, end);
        var operands = new ArrayList<PtxOperand>();
        if (end >= 0) {
            PtxText.parts(rest.substring(end)).forEach(part -> operands.add(operand(part)));
        }
        return new Instruction(guard, Opcode.parse(name), List.copyOf(operands), statement);
    }

    private PtxOperand operand(String part) {
        char first = part.charAt(0);
        if (first == '{' || first == '(') {
            return new PtxOperand.Several(PtxText.parts(part.substring(1, part.length() - 1)).stream()
                    .map(this::operand)
                    .toList());
        }
        if (first == '[') {
            return address(part.substring(1, part.length() - 1).strip());
        }
        if (part.contains("|")) {
            return new PtxOperand.Several(
                    Stream.of(part.substring(0, part.indexOf('|')), part.substring(part.indexOf('|') + 1))
                            .map(this::operand).toList());
        }
        if (first == '!') {
            return new PtxOperand.Register(register(part.substring(1)), true);
        }
        if (first == '%') {
            return isSpecial(part) ? new PtxOperand.Special(part) : new PtxOperand.Register(register(part), false);
        }
        if (Character.isDigit(first) || first == '-') {
            return new PtxOperand.Immediate(number(part));
        }
        return part.equals("_") ? new PtxOperand.Sink() : new PtxOperand.Symbol(part);
    }

    private PtxOperand address(String inside) {
        int plus = inside.indexOf('+');
        String base = plus < 0 ? inside : inside.substring(0, plus).strip();
        long offset = plus < 0 ? 0 : number(inside.substring(plus + 1).strip());
        return new PtxOperand.Address(operand(base), offset);
    }

    private static boolean isSpecial(String name) {
        return name.contains(".") || switch (name) {
            case "%laneid", "%warpid", "%nwarpid", "%smid", "%nsmid", "%gridid", "%clock", "%clock64",
                    "%lanemask_lt", "%lanemask_le", "%lanemask_eq", "%lanemask_ge", "%lanemask_gt" -> true;
            default -> false;
        };
    }

    private int register(String name) {
        for (Map<String, Integer> scope : scopes) {
            Integer number = scope.get(name);
            if (number != null) {
                return number;
            }
        }
        scopes.getLast().put(name, registers);
        return registers++;
    }

    /** The bits of a number: decimal, hexadecimal, or a float's or a double's. */
    static long number(String text) {
        String plain = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
        if (plain.startsWith("0f") || plain.startsWith("0F") || plain.startsWith("0d") || plain.startsWith("0D")) {
            return Long.parseUnsignedLong(plain.substring(2), 16);
        }
        if (plain.startsWith("0x")) {
            return Long.parseUnsignedLong(plain.substring(2), 16);
        }
        return plain.startsWith("-") ? Long.parseLong(plain) : Long.parseUnsignedLong(plain);
    }
}
