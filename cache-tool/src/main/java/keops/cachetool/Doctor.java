package keops.cachetool;

import java.util.List;
import java.util.Map;
import keops.console.ExitCode;
import keops.text.SourceText;
import picocli.CommandLine.Command;

/** Shows what this machine has, and what it lacks. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = {
            "Lists what KeOps can use on this machine, tests it, and says how to install what is missing.",
            "A missing component is not a failure: the library works without a GPU."
        })
final class Doctor extends CacheCommand {
    private static final int STATE_WIDTH = 9;
    private static final int SUBJECT_WIDTH = 9;
    private static final int TEXT_WIDTH = 100;
    private static final String INDENT = " ".repeat(STATE_WIDTH + SUBJECT_WIDTH);
    private static final String PLAIN = "\u001b[0m";

    private Doctor() {}

    @Override
    public Integer call() {
        return report(Inspection.of(root().store()));
    }

    /** Prints the findings about a machine. */
    int report(Machine machine) {
        List<Finding> findings = Diagnosis.of(machine);
        print(json(machine, findings), () -> findings.forEach(this::line));
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.PROBLEM)
                ? ExitCode.CHECK_FAILED
                : ExitCode.OK;
    }

    private void line(Finding finding) {
        String state = padded(finding.state().word(), STATE_WIDTH);
        out().print(terminals().colour() ? finding.state().colour() + state + PLAIN : state);
        out().print(padded(finding.subject(), SUBJECT_WIDTH));
        out().println(wrapped(finding.text()));
        finding.remedy().ifPresent(remedy -> out().println(INDENT + wrapped("-> " + remedy)));
    }

    /** Wraps a text into indented lines; a word longer than a line, such as a path, is not split. */
    private static String wrapped(String text) {
        var lines = new StringBuilder();
        int column = 0;
        for (String word : SourceText.printable(text).split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > TEXT_WIDTH) {
                lines.append(System.lineSeparator()).append(INDENT);
                column = 0;
            }
            lines.append(column > 0 ? " " : "").append(word);
            column += (column > 0 ? 1 : 0) + word.length();
        }
        return lines.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static Map<String, Object> json(Machine machine, List<Finding> findings) {
        return Json.object(
                "java", machine.java().version().toString(),
                "vectorBits", machine.vectors().bits(),
                "cuda", machine.driver().cudaVersion(),
                "devices", machine.driver().devices().stream().map(gpu -> Json.object(
                        "name", gpu.name(),
                        "architecture", gpu.architecture(),
                        "memoryBytes", gpu.memoryBytes())).toList(),
                "nvrtc", machine.compiler().version(),
                "architectures", machine.compiler().architectures(),
                "folder", machine.cache().health().folder().map(Object::toString).orElse(null),
                "findings", findings.stream().map(finding -> Json.object(
                        "subject", finding.subject(),
                        "state", finding.state().word(),
                        "text", finding.text(),
                        "remedy", finding.remedy().orElse(null))).toList());
    }
}
