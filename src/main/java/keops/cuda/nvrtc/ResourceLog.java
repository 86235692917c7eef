package keops.cuda.nvrtc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keops.cache.Resources;

/** Parses the resource use of each entry from the log of the assembler, with its option {@code -v}. */
final class ResourceLog {
    private static final Pattern ENTRY = Pattern.compile("Compiling entry function '([^']+)'");
    private static final Pattern STACK = Pattern.compile(
            "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern USED = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

    private ResourceLog() {}

    /** The resources of each entry, in the order of the log. */
    static Map<String, Resources> read(String log) {
        var resources = new LinkedHashMap<String, Resources>();
        String entry = null;
        int[] stack = new int[3];
        for (String line : log.lines().toList()) {
            Matcher named = ENTRY.matcher(line);
            Matcher framed = STACK.matcher(line);
            Matcher used = USED.matcher(line);
            if (named.find()) {
                entry = named.group(1);
            } else if (framed.find()) {
                stack = new int[] {number(framed, 1), number(framed, 2), number(framed, 3)};
            } else if (used.find() && entry != null) {
                Matcher shared = SHARED.matcher(line);
                resources.put(entry, new Resources(
                        number(used, 1), stack[1], stack[2], stack[0], shared.find() ? number(shared, 1) : 0));
            }
        }
        return resources;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
