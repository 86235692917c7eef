package keops.cuda.source;

import java.util.stream.Collectors;

/** A writer of CUDA C, which indents by braces. */
final class Code {
    private static final String INDENT = "    ";
    private static final int WIDTH = 110;
    private static final int LONGEST_COMMENT = 2000;

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /**
     * Adds lines. An opening brace at the end of a line indents the following lines, and a closing one at the start of
     * a line ends that; at the outermost level it is followed by an empty line.
     */
    Code add(String lines) {
        lines.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::addLine);
        return this;
    }

    private void addLine(String line) {
        if (line.startsWith("}")) {
            depth--;
        }
        text.append(line.startsWith("#") ? "" : INDENT.repeat(depth)).append(line).append('\n');
        if (line.endsWith("{")) {
            depth++;
        } else if (line.startsWith("}") && depth == 0) {
            text.append('\n');
        }
    }

    /** Adds a comment. Only printable ASCII characters other than backslashes are kept, so that no text can end it. */
    Code comment(String words) {
        String safe = words.codePoints()
                .limit(LONGEST_COMMENT)
                .mapToObj(c -> c >= ' ' && c <= '~' && c != '\\' && c != '?' ? Character.toString(c) : ".")
                .collect(Collectors.joining());
        int from = 0;
        while (from < safe.length()) {
            int space = safe.lastIndexOf(' ', from + WIDTH);
            int to = safe.length() - from <= WIDTH ? safe.length() : space > from ? space : from + WIDTH;
            addLine("// " + safe.substring(from, to).strip());
            from = to;
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
