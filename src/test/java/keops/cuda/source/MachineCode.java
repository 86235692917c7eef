package keops.cuda.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keops.cache.CompiledImage;

/** The instructions of one entry, as NVIDIA's disassembler lists them, and the ways through its loops. */
final class MachineCode {
    private static final Pattern SECTION = Pattern.compile("//-+ \\.text\\.(\\w+)");
    private static final Pattern LABEL = Pattern.compile("(\\.L_\\w+):");
    private static final Pattern INSTRUCTION = Pattern.compile("\\s+/\\*[0-9a-f]+\\*/\\s+(.*?);.*");
    private static final Pattern BRANCH = Pattern.compile(".*BRA.*`\\((\\.L_\\w+)\\)");

    private final List<String> instructions = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();

    private MachineCode(List<String> listing, String entry) {
        boolean isInside = false;
        for (String line : listing) {
            Matcher section = SECTION.matcher(line);
            Matcher label = LABEL.matcher(line);
            Matcher instruction = INSTRUCTION.matcher(line);
            if (section.find()) {
                isInside = section.group(1).equals(entry);
            } else if (isInside && label.lookingAt()) {
                labels.put(label.group(1), instructions.size());
            } else if (isInside && instruction.matches()) {
                instructions.add(instruction.group(1).strip());
            }
        }
    }

    /** The disassembler: {@code -Dkeops.nvdisasm=FILE}, or on the path. */
    static Optional<Path> disassembler() {
        return Stream.concat(Stream.ofNullable(System.getProperty("keops.nvdisasm")).map(Path::of),
                        Arrays.stream(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, "nvdisasm")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static MachineCode of(CompiledImage kernel, String entry) throws IOException {
        Path file = Files.createTempFile("kernel", ".cubin");
        try {
            Files.write(file, kernel.bytes());
            Process process = new ProcessBuilder(disassembler().orElseThrow().toString(), "-c", file.toString())
                    .redirectErrorStream(true)
                    .start();
            return new MachineCode(process.inputReader().lines().toList(), entry);
        } finally {
            Files.delete(file);
        }
    }

    /** Where a loop starts and where it branches back. */
    record Loop(int start, int end) {}

    /** The loops that contain some instruction at least so many times, the shortest first. */
    List<Loop> loops(String marker, int count) {
        var loops = new ArrayList<Loop>();
        for (int at = 0; at < instructions.size(); at++) {
            int target = target(at);
            if (target >= 0 && target <= at && markers(target, at, marker) >= count) {
                loops.add(new Loop(target, at));
            }
        }
        loops.sort((a, b) -> Integer.compare(a.end - a.start, b.end - b.start));
        return loops;
    }

    private long markers(int from, int to, String marker) {
        return instructions.subList(from, to + 1).stream().filter(text -> is(text, marker)).count();
    }

    private static boolean is(String instruction, String marker) {
        return instruction.replaceFirst("^@!?U?P\\w+\\s+", "").startsWith(marker);
    }

    private int target(int at) {
        Matcher branch = BRANCH.matcher(instructions.get(at));
        return branch.matches() ? labels.get(branch.group(1)) : -1;
    }

    /** The fewest instructions of a way through a loop that passes some instruction at least so many times. */
    int shortestWay(Loop loop, String marker, int count) {
        record State(int length, int at, int passed) {}
        var waiting = new PriorityQueue<State>((a, b) -> Integer.compare(a.length, b.length));
        var best = new HashMap<Long, Integer>();
        waiting.add(new State(0, loop.start, 0));
        while (!waiting.isEmpty()) {
            State state = waiting.poll();
            int passed = Math.min(count, state.passed + (is(instructions.get(state.at), marker) ? 1 : 0));
            int length = state.length + 1;
            if (state.at == loop.end && passed == count) {
                return length;
            }
            for (int next : next(state.at)) {
                long key = (long) next * (count + 1) + passed;
                if (next >= loop.start && next <= loop.end && length < best.getOrDefault(key, Integer.MAX_VALUE)) {
                    best.put(key, length);
                    waiting.add(new State(length, next, passed));
                }
            }
        }
        throw new IllegalStateException("no way through the loop passes " + marker + " " + count + " times");
    }

    private List<Integer> next(int at) {
        String instruction = instructions.get(at);
        int target = target(at);
        boolean isConditional = instruction.startsWith("@") || instruction.matches(".*BRA\\S* +!?U?P\\d.*");
        if (target < 0) {
            return instruction.startsWith("EXIT") ? List.of() : List.of(at + 1);
        }
        return isConditional ? List.of(target, at + 1) : List.of(target);
    }
}
