package keops.cache;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import keops.error.CacheException;

/**
 * Entries in a ZIP file, in the same folders as in a store. An archive is not trusted: only files with the names of an
 * entry's files are accepted, no path of the archive is used for writing, sizes must be those in the entry's text, with
 * a limit to their sum, and every byte is covered by a checksum.
 */
final class Archive {
    private static final String VERSION = "v" + KernelKey.FORMAT;
    private static final Pattern NAME = Pattern.compile("(v\\d{1,9})/([0-9a-f]{64}-[0-9a-f]{16})/(entry\\.txt"
            + "|kernel\\.cubin|kernel\\.ptx|source\\.cu|log\\.txt)");

    private Archive() {}

    /** Writes entries to a file, which appears only when it is complete. */
    static void write(Path file, Iterator<Content> contents) {
        requireNothingElse(file);
        Path target = file.toAbsolutePath();
        Path made = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try (var out = new FileOutputStream(made.toFile());
                    var zip = new ZipOutputStream(out)) {
                while (contents.hasNext()) {
                    add(zip, contents.next());
                }
                zip.finish();
                out.getFD().sync();
            }
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CacheException("the archive " + file + " cannot be written: " + e, e);
        } finally {
            deleteIfThere(made);
        }
    }

    /** Rejects devices and pipes: the new file would replace them, and a read from them may block. */
    private static void requireNothingElse(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CacheException(file + " is a folder, a pipe or a device: an archive is a file");
        }
    }

    private static void deleteIfThere(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (IOException e) {
            throw new CacheException("the unfinished archive " + made + " cannot be deleted: " + e, e);
        }
    }

    private static void add(ZipOutputStream zip, Content content) throws IOException {
        String folder = VERSION + "/" + content.key().folderName() + "/";
        for (Map.Entry<String, byte[]> file : EntryFolder.files(content).entrySet()) {
            var entry = new ZipEntry(folder + file.getKey());
            entry.setLastModifiedTime(FileTime.from(content.facts().created()));
            zip.putNextEntry(entry);
            zip.write(file.getValue());
            zip.closeEntry();
        }
    }

    /** A consumer of the entries of an archive. */
    interface EntryConsumer {
        void accept(Content content) throws IOException;
    }

    /**
     * Reads and checks all entries, and then reads them again for the consumer.
     *
     * @param most the limit to the bytes of all files together
     */
    static void read(Path file, long most, EntryConsumer consumer) {
        requireNothingElse(file);
        try (var zip = new ZipFile(file.toFile())) {
            Map<String, Map<String, ZipEntry>> folders = folders(zip);
            long left = most;
            for (Map.Entry<String, Map<String, ZipEntry>> folder : folders.entrySet()) {
                left -= content(zip, folder.getKey(), folder.getValue(), left).facts().files().values().stream()
                        .mapToLong(EntryFacts.FileMark::bytes)
                        .sum();
            }
            for (Map.Entry<String, Map<String, ZipEntry>> folder : folders.entrySet()) {
                consumer.accept(content(zip, folder.getKey(), folder.getValue(), most));
            }
        } catch (DamageException | ZipException e) {
            throw new CacheException("the archive " + file + " is refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CacheException("the archive " + file + " cannot be taken over: " + e, e);
        }
    }

    private static Map<String, Map<String, ZipEntry>> folders(ZipFile zip) throws DamageException {
        var folders = new TreeMap<String, Map<String, ZipEntry>>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            Matcher matcher = NAME.matcher(entry.getName());
            if (!matcher.matches()) {
                throw new DamageException(
                        "it has a file that is none of a compiled kernel: " + printable(entry.getName()));
            }
            if (!matcher.group(1).equals(VERSION)) {
                throw new DamageException("it was written by another version of this library, with the format "
                        + matcher.group(1) + ", but this one reads " + VERSION);
            }
            var files = folders.computeIfAbsent(matcher.group(2), _ -> new LinkedHashMap<>());
            if (files.put(matcher.group(3), entry) != null) {
                throw new DamageException("it has two files of the name " + entry.getName());
            }
        }
        return folders;
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\p{Print}]", "?");
    }

    private static Content content(ZipFile zip, String folder, Map<String, ZipEntry> files, long left)
            throws IOException, DamageException {
        EntryFacts facts = EntryText.read(bytes(zip, folder, files, EntryText.FILE_NAME, EntryFolder.MOST_TEXT_BYTES));
        Set<String> named = facts.files().keySet();
        if (!files.keySet().stream().filter(name -> !name.equals(EntryText.FILE_NAME)).allMatch(named::contains)) {
            throw new DamageException(folder + " has files that its " + EntryText.FILE_NAME + " does not name");
        }
        long sum = 0;
        for (EntryFacts.FileMark mark : facts.files().values()) {
            sum = mark.bytes() > EntryFolder.MOST_FILE_BYTES ? Long.MAX_VALUE : Math.addExact(sum, mark.bytes());
            if (sum > left) {
                throw new DamageException(
                        "it has more than this store holds; a larger size can be set by KEOPS_CACHE_SIZE");
            }
        }
        var texts = new LinkedHashMap<String, byte[]>();
        for (Map.Entry<String, EntryFacts.FileMark> file : facts.files().entrySet()) {
            byte[] bytes = bytes(zip, folder, files, file.getKey(), file.getValue().bytes());
            if (bytes.length != file.getValue().bytes() || !Digest.of(bytes).equals(file.getValue().sha256())) {
                throw new DamageException(folder + "/" + file.getKey() + " is not as it was written");
            }
            texts.put(file.getKey(), bytes);
        }
        Content content = EntryFolder.content(facts, texts);
        if (!content.key().folderName().equals(folder)) {
            throw new DamageException(folder + " has the kernel of another key, " + content.key().hash());
        }
        return content;
    }

    /** The bytes of a file; an error if there are more than {@code most}. */
    private static byte[] bytes(ZipFile zip, String folder, Map<String, ZipEntry> files, String name, long most)
            throws IOException, DamageException {
        ZipEntry entry = files.get(name);
        if (entry == null) {
            throw new DamageException(folder + "/" + name + " is missing");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(most + 1));
            if (bytes.length > most) {
                throw new DamageException(folder + "/" + name + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
