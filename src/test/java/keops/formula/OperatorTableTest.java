package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of operators is complete, and the page made from it is current. */
class OperatorTableTest {
    @Test
    void docsAreCurrent() throws IOException {
        Path page = Path.of(System.getProperty("basedir", "src")).resolveSibling("docs").resolve("operators.md");
        if (Boolean.getBoolean("keops.updateDocs")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, OperatorTable.markdown());
        }
        assertEquals(OperatorTable.markdown(), Files.readString(page).replace("\r\n", "\n"),
                "docs/operators.md is not what the table says; -Dkeops.updateDocs=true writes it again");
    }

    @Test
    void everyRowSaysWhatPeopleNeed() {
        for (Operator operator : Operators.table()) {
            assertTrue(operator.usage().startsWith(operator.name() + "("), operator.usage());
            assertTrue(operator.dimensions().contains("->"), operator.name());
            assertTrue(!operator.mathematics().isBlank(), operator.name());
        }
    }

    @Test
    void bothPagesNameEveryOperator() {
        for (Operator operator : Operators.table()) {
            assertTrue(OperatorTable.text().contains(operator.usage()), operator.usage());
            assertTrue(OperatorTable.markdown().contains("`" + operator.usage() + "`"), operator.usage());
        }
    }

    @Test
    void textStaysWithinATerminal() {
        OperatorTable.text().lines().forEach(line -> assertTrue(line.length() <= 160, line));
    }
}
