package keops.cuda.emulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a module: variables and functions. */
final class PtxParser {
    private static final Pattern VARIABLE = Pattern.compile("\\.(?<space>global|const|shared|local|param)\\s+"
            + "(?:\\.align\\s+(?<align>\\d+)\\s+)?\\.(?<type>\\w+)"
            + "(?:\\s*\\.ptr(?:\\s*\\.(?:global|shared|const|local))?"
            + "(?:\\s*\\.align\\s+\\d+)?)?\\s+(?<name>[\\w$]+)(?<array>\\[(?<count>\\d*)\\])?"
            + "(?:\\s*=\\s*\\{?(?<init>[^}]*)\\}?)?");
    private static final Pattern FUNCTION =
            Pattern.compile("(?<kind>\\.entry|\\.func)\\s+(?:\\((?<results>[^)]*)\\)\\s*)?"
            + "(?<name>[\\w$]+)\\s*(?:\\((?<parameters>[^)]*)\\))?(?<rest>.*)");
    private static final Pattern THREADS = Pattern.compile("\\.(?:max|req)ntid (\\d+)(?:, ?(\\d+))?(?:, ?(\\d+))?");

    private final PtxText text;
    private final List<PtxVariable> variables = new ArrayList<>();
    private final Map<String, PtxFunction> functions = new LinkedHashMap<>();
    private String target = "";

    private PtxParser(String ptx) {
        this.text = new PtxText(ptx);
    }

    static PtxModule parse(String ptx) {
        var parser = new PtxParser(ptx);
        while (parser.text.hasMore()) {
            parser.declaration();
        }
        return new PtxModule(parser.target, List.copyOf(parser.variables), Map.copyOf(parser.functions));
    }

    private void declaration() {
        if (text.isNext(".version") || text.isNext(".address_size") || text.isNext(".target")) {
            String line = text.until("\n");
            target = line.startsWith(".target") ? PtxText.parts(line.substring(7)).getFirst() : target;
        } else {
            String head = text.until(";{=");
            Matcher function = FUNCTION.matcher(head);
            if (function.find()) {
                function(function);
            } else {
                moduleVariable(head);
            }
        }
    }

    private void moduleVariable(String head) {
        String whole = head;
        if (text.isNext("=")) {
            whole = head + " " + text.until(";");
        }
        if (!text.take(';')) {
            throw new PtxException("a declaration was expected, but '" + whole + "' came");
        }
        variables.add(variable(VARIABLE.matcher(whole), whole));
    }

    /** Makes a variable of its declaration. */
    static PtxVariable variable(String declaration) {
        return variable(VARIABLE.matcher(declaration), declaration);
    }

    private static PtxVariable variable(Matcher matcher, String declaration) {
        if (!matcher.find()) {
            throw new PtxException("not understood: " + declaration);
        }
        PtxType type = PtxType.of(matcher.group("type"))
                .orElseThrow(() -> new PtxException("no type is known in: " + declaration));
        String count = matcher.group("count");
        int elements = matcher.group("array") == null ? 1 : count.isEmpty() ? 0 : Integer.parseInt(count);
        int alignment = matcher.group("align") == null ? type.bytes() : Integer.parseInt(matcher.group("align"));
        byte[] initial = matcher.group("init") == null ? new byte[0] : initial(type, matcher.group("init"));
        return new PtxVariable(matcher.group("name"), matcher.group("space"), alignment,
                Math.multiplyExact(elements, type.bytes()), initial);
    }

    private static byte[] initial(PtxType type, String numbers) {
        List<String> parts = PtxText.parts(numbers);
        ByteBuffer bytes = ByteBuffer.allocate(parts.size() * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (String part : parts) {
            long bits = FunctionParser.number(part);
            switch (type.bytes()) {
                case 1 -> bytes.put((byte) bits);
                case 2 -> bytes.putShort((short) bits);
                case 4 -> bytes.putInt((int) bits);
                default -> bytes.putLong(bits);
            }
        }
        return bytes.array();
    }

    private void function(Matcher head) {
        if (text.take(';')) {
            return; // declared here, defined later
        }
        if (!text.take('{')) {
            throw new PtxException("a body was expected after " + head.group());
        }
        int threads = 0;
        Matcher limit = THREADS.matcher(head.group("rest"));
        if (limit.find()) {
            threads = 1;
            for (int k = 1; k <= 3; k++) {
                threads *= limit.group(k) == null ? 1 : Integer.parseInt(limit.group(k));
            }
        }
        String name = head.group("name");
        functions.put(name, new FunctionParser(text).body(name, head.group("kind").equals(".entry"),
                declared(head.group("results")), declared(head.group("parameters")), threads));
    }

    private static List<PtxVariable> declared(String list) {
        return list == null ? List.of() : PtxText.parts(list).stream().map(PtxParser::variable).toList();
    }
}
