package keops.cachetool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import keops.cache.ByteSize;
import keops.cache.Content;
import keops.cache.Description;
import keops.cache.Entry;
import keops.cache.EntryFacts;
import keops.cache.ImageKind;
import keops.console.ExitCode;
import keops.console.TimeSpan;
import keops.error.CacheException;
import keops.text.SourceText;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a kernel. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Shows the description of a kernel, its source, its PTX, or its compiler log.",
        footerHeading = "%nExample:%n",
        footer = {"The CUDA C of the kernel whose key begins with 3f2a:", "", "  keops-cache show 3f2a --source"})
final class Show extends CacheCommand {
    private static final int NAME_WIDTH = 14;

    @Parameters(paramLabel = "KEY", description = "The key of the kernel, or its first digits.")
    private String key;

    @ArgGroup
    private Part part;

    /** The part that is shown instead of the facts. */
    static final class Part {
        @Option(names = "--source", description = "Print the CUDA C source.")
        private boolean isSource;

        @Option(names = "--ptx", description = "Print the PTX, if the kernel is stored as PTX and not as machine code.")
        private boolean isPtx;

        @Option(names = "--log", description = "Print the compiler log.")
        private boolean isLog;

        @Option(names = "--image", paramLabel = "FILE",
                description = "Write the image that the driver loads, PTX or machine code, to this file.")
        private Path image;
    }

    private Show() {}

    @Override
    public Integer call() throws IOException {
        Entry entry = new Keys(this).one(key);
        switch (entry) {
            case Entry.Damaged damaged when part == null -> print(EntryJson.of(damaged), () -> {
                line("key", damaged.key());
                line("damaged", damaged.problem());
            });
            case Entry.Kept kept when part == null -> print(EntryJson.of(kept), () -> facts(kept));
            case Entry.Damaged _, Entry.Kept _ -> part(root().inventory().content(entry.key()));
        }
        return ExitCode.OK;
    }

    private void part(Content content) throws IOException {
        if (part.isSource) {
            text("source", content.source());
        } else if (part.isPtx) {
            text("ptx", ptx(content));
        } else if (part.isLog) {
            text("log", content.image().log());
        } else {
            byte[] bytes = content.image().bytes();
            Files.write(part.image, bytes);
            print(Json.object("file", part.image.toString(), "bytes", bytes.length),
                    () -> out().println(part.image + ": " + ByteSize.format(bytes.length)));
        }
    }

    private static String ptx(Content content) {
        if (content.facts().kind() == ImageKind.CUBIN) {
            throw new CacheException("the kernel is machine code for " + content.facts().target() + " and has no PTX:"
                    + " write it to a file by --image, which nvdisasm of a CUDA toolkit shows in words");
        }
        String text = new String(content.image().bytes(), StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private void text(String name, String text) {
        print(Json.object(name, text), () -> {
            if (terminals().out()) {
                // An imported text could contain control sequences of terminals.
                text.lines().map(SourceText::printable).forEach(out()::println);
            } else {
                out().print(text);
            }
        });
    }

    private void facts(Entry.Kept entry) {
        EntryFacts facts = entry.facts();
        Description what = facts.description();
        line("key", facts.key());
        line("formula", what.formula());
        what.weight().ifPresent(weight -> line("weight", weight));
        what.aliases().forEach(alias -> line("alias", alias));
        line("reduction", what.reduction() + " over " + (what.axis() == 1 ? "j" : "i"));
        line("type", what.dtype());
        line("tiling", what.tiling());
        line("target", facts.target() + ", by NVRTC " + facts.compiler());
        line("options", String.join(" ", facts.options()));
        line("created", facts.created() + ", " + ago(facts.created()));
        line("last used", entry.lastUse() + ", " + ago(entry.lastUse()));
        line("size", ByteSize.format(entry.bytes()) + ": " + facts.files().entrySet().stream()
                .map(file -> file.getKey() + " " + ByteSize.format(file.getValue().bytes()))
                .collect(Collectors.joining(", ")));
        facts.resources().forEach((name, taken) -> line(name, taken.registers() + " registers, "
                + taken.sharedBytes() + " bytes of shared memory, " + taken.stackBytes() + " of stack, "
                + (taken.spillStoreBytes() + taken.spillLoadBytes()) + " of spills"));
    }

    private String ago(Instant instant) {
        return TimeSpan.text(TimeSpan.between(instant, now())) + " ago";
    }

    private void line(String name, String value) {
        String blanks = " ".repeat(Math.max(1, NAME_WIDTH - name.length()));
        out().println(SourceText.printable(name + blanks + value).stripTrailing());
    }
}
