package keops.cuda.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts PTX into statements. */
final class PtxText {
    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern LINE_DIRECTIVE = Pattern.compile("(?m)^\\s*\\.(loc|file)\\b[^\n]*$");

    private final String text;
    private int at;

    PtxText(String ptx) {
        this.text = LINE_DIRECTIVE.matcher(COMMENT.matcher(ptx).replaceAll(" ")).replaceAll(" ");
    }

    /** Whether there is more than blanks. */
    boolean hasMore() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length();
    }

    /** Takes a character if it comes next. */
    boolean take(char wanted) {
        if (hasMore() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether a text comes next. */
    boolean isNext(String wanted) {
        return hasMore() && text.startsWith(wanted, at);
    }

    /** The text up to one of some characters, which is not taken; blanks are made single. */
    String until(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == text.length()) {
            throw new PtxException("the text ends within '" + text.substring(from) + "'");
        }
        return text.substring(from, at).strip().replaceAll("\\s+", " ");
    }

    /** The label that comes next, or an empty text. */
    String label() {
        int end = at;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "_$.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        if (end == at || end >= text.length() || text.charAt(end) != ':' || text.startsWith("::", end)) {
            return "";
        }
        String label = text.substring(at, end);
        at = end + 1;
        return label;
    }

    /** Cuts at the commas that are in no brackets. */
    static List<String> parts(String list) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int k = 0; k < list.length(); k++) {
            char c = list.charAt(k);
            depth += "{[(".indexOf(c) >= 0 ? 1 : "}])".indexOf(c) >= 0 ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(list.substring(from, k).strip());
                from = k + 1;
            }
        }
        String last = list.substring(from).strip();
        if (!last.isEmpty()) {
            parts.add(last);
        }
        return parts;
    }
}
