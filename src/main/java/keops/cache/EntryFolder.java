package keops.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folder of an entry, with four files: the facts as text, the image, the source, and the compiler's log. */
final class EntryFolder {
    private static final System.Logger LOG = System.getLogger(EntryFolder.class.getName());

    static final String SOURCE_NAME = "source.cu";
    static final String LOG_NAME = "log.txt";
    /** The largest text file that is read; entries have shorter ones. */
    static final long MOST_TEXT_BYTES = 16L << 20;
    static final long MOST_FILE_BYTES = 256L << 20;

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}-[0-9a-f]{16}");

    private final Path path;

    EntryFolder(Path path) {
        this.path = path;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Path path() {
        return path;
    }

    /** The hash of the key, which is part of the folder's name. */
    String hash() {
        return path.getFileName().toString().substring(0, Digest.CHARACTERS);
    }

    /** Whether a folder or file of this name exists. */
    boolean isThere() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The content of a new entry. */
    static Content content(KernelKey key, Description what, CompiledImage image, Instant created) {
        var marks = new LinkedHashMap<String, EntryFacts.FileMark>();
        texts(key.kind(), key.source(), image).forEach((name, bytes) ->
                marks.put(name, new EntryFacts.FileMark(bytes.length, Digest.of(bytes))));
        var facts = new EntryFacts(key.hash(), what, key.options(), key.compiler(), key.architecture(), key.kind(),
                image.resources(), created.truncatedTo(ChronoUnit.SECONDS), marks);
        return new Content(facts, key.source(), image);
    }

    /** The files of an entry by their names, its text first. */
    static Map<String, byte[]> files(Content content) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(EntryText.FILE_NAME, EntryText.write(content.facts()));
        files.putAll(texts(content.facts().kind(), content.source(), content.image()));
        return files;
    }

    private static Map<String, byte[]> texts(ImageKind kind, String source, CompiledImage image) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(kind.fileName(), image.bytes());
        files.put(SOURCE_NAME, source.getBytes(StandardCharsets.UTF_8));
        files.put(LOG_NAME, image.log().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** The content of an entry from its facts and its other files, whose checksums were verified. */
    static Content content(EntryFacts facts, Map<String, byte[]> files) throws DamageException {
        for (String name : List.of(facts.kind().fileName(), SOURCE_NAME, LOG_NAME)) {
            if (!files.containsKey(name)) {
                throw new DamageException(EntryText.FILE_NAME + " does not name " + name);
            }
        }
        String source = new String(files.get(SOURCE_NAME), StandardCharsets.UTF_8);
        String log = new String(files.get(LOG_NAME), StandardCharsets.UTF_8);
        var content = new Content(facts, source,
                new CompiledImage(facts.kind(), facts.architecture(), files.get(facts.kind().fileName()), log,
                        facts.resources()));
        if (!content.key().hash().equals(facts.key())) {
            throw new DamageException("its source and options do not belong to its key");
        }
        return content;
    }

    /** Reads the facts in the text file; of the other files only the sizes are checked. */
    EntryFacts facts(Trust trust) throws IOException, DamageException {
        requireTrusted(trust, path);
        EntryFacts facts = text(trust);
        for (String name : List.of(facts.kind().fileName(), SOURCE_NAME, LOG_NAME)) {
            sized(facts, name, trust);
        }
        return facts;
    }

    /** Reads and verifies the whole content. */
    Content content(Trust trust) throws IOException, DamageException {
        requireTrusted(trust, path);
        EntryFacts facts = text(trust);
        var files = new LinkedHashMap<String, byte[]>();
        for (String name : List.of(facts.kind().fileName(), SOURCE_NAME, LOG_NAME)) {
            files.put(name, checked(facts, name, trust));
        }
        return content(facts, files);
    }

    private EntryFacts text(Trust trust) throws IOException, DamageException {
        Path file = path.resolve(EntryText.FILE_NAME);
        requireTrusted(trust, file);
        requireFile(file);
        EntryFacts facts = EntryText.read(bytes(file, MOST_TEXT_BYTES));
        if (!facts.key().equals(hash())) {
            throw new DamageException("it is the entry of another key, " + facts.key());
        }
        return facts;
    }

    private Path sized(EntryFacts facts, String name, Trust trust) throws IOException, DamageException {
        EntryFacts.FileMark mark = facts.files().get(name);
        if (mark == null) {
            throw new DamageException(EntryText.FILE_NAME + " does not name " + name);
        }
        Path file = path.resolve(name);
        requireTrusted(trust, file);
        requireFile(file);
        if (Files.size(file) != mark.bytes()) {
            throw new DamageException(
                    name + " has " + Files.size(file) + " bytes, but was written with " + mark.bytes());
        }
        return file;
    }

    private byte[] checked(EntryFacts facts, String name, Trust trust) throws IOException, DamageException {
        byte[] bytes = bytes(sized(facts, name, trust), MOST_FILE_BYTES);
        if (!Digest.of(bytes).equals(facts.files().get(name).sha256())) {
            throw new DamageException(name + " is not as it was written");
        }
        return bytes;
    }

    private static void requireTrusted(Trust trust, Path file) throws IOException, DamageException {
        try {
            Optional<String> refusal = trust.refusal(file);
            if (refusal.isPresent()) {
                throw new DamageException(refusal.get());
            }
        } catch (NoSuchFileException e) {
            throw new DamageException(file.getFileName() + " is missing");
        }
    }

    /** Rejects pipes and devices, whose opening may block. */
    private static void requireFile(Path file) throws DamageException {
        if (!isFile(file)) {
            boolean isThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            throw new DamageException(file.getFileName() + (isThere ? " is no file" : " is missing"));
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static byte[] bytes(Path file, long most) throws IOException, DamageException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw new DamageException(file.getFileName() + " has more than " + most + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new DamageException(file.getFileName() + " is missing");
        }
    }

    /** The size of its files in bytes. */
    long bytes() throws IOException {
        long sum = 0;
        for (Path file : list()) {
            try {
                sum += isFile(file) ? Files.size(file) : 0;
            } catch (NoSuchFileException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0} was just removed", file);
            }
        }
        return sum;
    }

    /** The time of the last use: the modification time of the text file, or a time long ago if that is missing. */
    Instant lastUse() {
        try {
            return Files.getLastModifiedTime(path.resolve(EntryText.FILE_NAME), LinkOption.NOFOLLOW_LINKS).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** Records the time of the last use, if the file system permits. */
    void setLastUse(Instant time) {
        Path file = path.resolve(EntryText.FILE_NAME);
        try {
            if (isFile(file)) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the use of a compiled kernel was not noted", e);
        }
    }

    /** Deletes the folder and its content; links are deleted and not followed. */
    void delete() throws IOException {
        for (Path file : list()) {
            new EntryFolder(file).delete();
        }
        Files.deleteIfExists(path);
    }

    /** The files in the folder; none if it is a file or a link. */
    private List<Path> list() throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? StoreFolder.list(path, "*") : List.of();
    }
}
