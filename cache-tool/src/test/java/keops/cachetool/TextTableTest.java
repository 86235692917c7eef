package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void namesStandLeftAndNumbersRight() {
        var table = new TextTable(TextTable.Column.left("NAME"), TextTable.Column.right("SIZE"),
                TextTable.Column.left("X"));
        table.add("a", "1", "");
        table.add("longer", "12345", "y");
        var text = new StringWriter();
        table.print(new PrintWriter(text), false);
        assertEquals("""
                NAME     SIZE  X
                a           1
                longer  12345  y
                """, text.toString().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void everyColumnNeedsACell() {
        var table = new TextTable(TextTable.Column.left("NAME"));
        assertThrows(IllegalArgumentException.class, () -> table.add("a", "b"));
    }
}
