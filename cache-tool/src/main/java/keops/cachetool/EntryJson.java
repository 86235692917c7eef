package keops.cachetool;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import keops.cache.Description;
import keops.cache.Entry;
import keops.cache.EntryFacts;

/** Entries as JSON. */
final class EntryJson {
    private EntryJson() {}

    /** An entry with all facts. */
    static Map<String, Object> of(Entry entry) {
        return switch (entry) {
            case Entry.Damaged damaged -> Json.object(
                    "key", damaged.key(),
                    "bytes", damaged.bytes(),
                    "lastUse", text(damaged.lastUse()),
                    "problem", damaged.problem());
            case Entry.Kept kept -> {
                Map<String, Object> object = Json.object(
                        "key", kept.key(), "bytes", kept.bytes(), "lastUse", text(kept.lastUse()));
                object.putAll(of(kept.facts()));
                yield object;
            }
        };
    }

    private static Map<String, Object> of(EntryFacts facts) {
        Description what = facts.description();
        return Json.object(
                "created", text(facts.created()),
                "formula", what.formula(),
                "weight", what.weight().orElse(null),
                "aliases", what.aliases(),
                "reduction", what.reduction(),
                "axis", what.axis(),
                "dtype", what.dtype(),
                "tiling", what.tiling(),
                "target", facts.target(),
                "compiler", facts.compiler(),
                "options", facts.options(),
                "entryPoints", entryPoints(facts),
                "files", files(facts));
    }

    private static Map<String, Object> entryPoints(EntryFacts facts) {
        var points = new LinkedHashMap<String, Object>();
        facts.resources().forEach((name, taken) -> points.put(name, Json.object(
                "registers", taken.registers(),
                "spillStoreBytes", taken.spillStoreBytes(),
                "spillLoadBytes", taken.spillLoadBytes(),
                "stackBytes", taken.stackBytes(),
                "sharedBytes", taken.sharedBytes())));
        return points;
    }

    private static Map<String, Object> files(EntryFacts facts) {
        var files = new LinkedHashMap<String, Object>();
        facts.files().forEach((name, mark) -> files.put(name, Json.object(
                "bytes", mark.bytes(), "sha256", mark.sha256())));
        return files;
    }

    private static String text(Instant instant) {
        return instant.toString();
    }
}
