package keops.cuda.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Text of CUDA C under construction. */
class CodeTest {
    @Test
    void bracesIndent() {
        assertEquals("if (a) {\n    b();\n} else {\n#pragma unroll\n    c();\n}\n\n",
                new Code().add("if (a) {\nb();\n} else {\n#pragma unroll\nc();\n}").toString());
    }

    @Test
    void noTextBreaksOutOfAComment() {
        for (String hostile : new String[] {
            "a\n} attack();", "a\r\nattack();", "a */ attack(); /*", "ends with a backslash \\\nattack();",
                    "??/\nattack();", "a\u2028attack();", "a\u0000attack();", "x".repeat(5000), "word ".repeat(1000)
        }) {
            String text = new Code().comment(hostile).toString();
            assertTrue(text.lines().allMatch(line -> line.startsWith("//")), text);
            assertTrue(text.lines().noneMatch(line -> line.endsWith("\\") || line.endsWith("??/")), text);
            assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), text);
        }
    }

    @Test
    void longCommentsAreBroken() {
        String text = new Code().comment("word ".repeat(100)).toString();
        assertTrue(text.lines().allMatch(line -> line.length() <= 120), text);
        assertEquals(100, text.split("word", -1).length - 1);
    }
}
