package dev.penstock.node.backup;

import dev.penstock.storage.StorageName;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code backup} of a backup, docs/formats/backup.md: written last of all, it lists all
 * others. A folder with this file is a backup, and no node starts on it.
 *
 * @param dataVersion of the data folder that was copied
 * @param taken when
 * @param files by name
 */
public record BackupManifest(int dataVersion, Instant taken, List<BackupFile> files) {
  /** The name of the file. */
  public static final String FILE = "backup";

  /** Its name while it is written. */
  static final String UNFINISHED = FILE + ".new";

  private static final String HEAD = "penstock-backup 1\n";
  private static final String END = "sha256 ";
  private static final Pattern DATA = Pattern.compile("data ([1-9][0-9]{0,8})");
  private static final Pattern TAKEN = Pattern.compile("taken ([0-9TZ:.-]{1,40})");
  private static final Pattern ENTRY =
      Pattern.compile("file ([0-9a-f]{64}) ([0-9]{1,18}) ([0-9]{1,18}) (\\S{1,255})");

  public BackupManifest {
    files = files.stream().sorted(Comparator.comparing(BackupFile::name)).toList();
  }

  /** The one spelling. */
  public byte[] encode() {
    var text = new StringBuilder(HEAD);
    text.append("data ").append(dataVersion).append('\n');
    text.append("taken ").append(taken).append('\n');
    for (BackupFile file : files) {
      text.append("file ").append(file.sha256()).append(' ');
      text.append(file.contentBytes()).append(' ').append(file.sizeBytes()).append(' ');
      text.append(file.name()).append('\n');
    }
    byte[] listed = text.toString().getBytes(StandardCharsets.UTF_8);
    text.append(END).append(Digests.hex(Digests.sha256().digest(listed))).append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #encode} wrote; empty for anything else. */
  public static Optional<BackupManifest> decode(byte[] bytes) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 4) {
      return Optional.empty();
    }
    Matcher data = DATA.matcher(lines.get(1));
    Matcher taken = TAKEN.matcher(lines.get(2));
    if (!data.matches() || !taken.matches()) {
      return Optional.empty();
    }
    List<BackupFile> files = new ArrayList<>();
    for (String line : lines.subList(3, lines.size() - 1)) {
      Matcher entry = ENTRY.matcher(line);
      if (!entry.matches()) {
        return Optional.empty();
      }
      files.add(
          new BackupFile(
              entry.group(4),
              Long.parseLong(entry.group(2)),
              Math.max(Long.parseLong(entry.group(2)), Long.parseLong(entry.group(3))),
              entry.group(1)));
    }
    try {
      files.forEach(file -> {
        String _ = StorageName.requireFile(file.name());
      });
      var read =
          new BackupManifest(Integer.parseInt(data.group(1)), Instant.parse(taken.group(1)), files);
      // Sums up all that was not looked at: order, spelling, the digest in the last line.
      return Arrays.equals(read.encode(), bytes) ? Optional.of(read) : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How many bytes of all files have a meaning. */
  public long contentBytes() {
    return files.stream().mapToLong(BackupFile::contentBytes).sum();
  }
}
