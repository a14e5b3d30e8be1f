package dev.penstock.certificates;

import dev.penstock.storage.Storage;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was issued, revoked or not: a text file, docs/formats/certificates.md. Memory follows the
 * disk. Guarded by whoever owns it.
 */
final class Register {
  /** The file's name in the folder of keys. */
  static final String FILE = "site-certificates.txt";

  /** At about 230 bytes each they stay below a MiB, which is what a backup of keys takes. */
  static final int ENTRIES_MAX = 4_000;

  /** What is issued for people ends here; the rest is the node's own, whose API ends without. */
  static final int FOR_PEOPLE_MAX = 3_000;

  /**
   * As above. What is left takes a revocation of each, whose line is longer by 44 bytes at most.
   */
  static final int FOR_PEOPLE_BYTES_MAX = 700 << 10;

  private static final int FILE_BYTES_MAX = 1 << 20;

  /** RFC 5280 §3.3: a list names a certificate at least once after its end. */
  private static final Duration KEPT_AFTER_END = Duration.ofDays(30);

  private static final String HEAD = "penstock site certificates 1";
  private static final String END = "end";
  private static final Pattern LISTS = Pattern.compile("lists ([0-9]{1,18})");
  private static final Pattern ENTRY =
      Pattern.compile(
          "([0-9a-f]{32}) ([a-z][a-z0-9-]{0,31}) ([0-9]{1,11}) ([0-9]{1,11}) ([0-9a-f]{64})"
              + " (-|[0-9]{1,11} [A-Z_]{1,32}) (\\P{Cntrl}{1,64})");

  private final SmallFile file;
  private Map<BigInteger, IssuedCertificate> entries;
  private long lists;

  private Register(SmallFile file, Map<BigInteger, IssuedCertificate> entries, long lists) {
    this.file = file;
    this.entries = entries;
    this.lists = lists;
  }

  /** The register of the folder; empty when there is none. */
  static Optional<Register> open(Storage folder) throws IOException {
    var file = new SmallFile(folder, FILE, FILE_BYTES_MAX);
    Optional<byte[]> content = file.read();
    return content.isEmpty() ? Optional.empty() : Optional.of(decode(file, content.get()));
  }

  /** Makes an empty one; durable on return. */
  static Register create(Storage folder) throws IOException {
    var register =
        new Register(new SmallFile(folder, FILE, FILE_BYTES_MAX), new LinkedHashMap<>(), 0);
    register.file.replace(encode(List.of(), 0));
    return register;
  }

  Optional<IssuedCertificate> find(BigInteger serial) {
    return Optional.ofNullable(entries.get(serial));
  }

  /** All, oldest first. */
  List<IssuedCertificate> all() {
    return List.copyOf(entries.values());
  }

  /** Whom a certificate is issued for. */
  enum Use {
    /** For the node itself: that must be renewed whatever people had issued. */
    OWN,
    /** For people, programs and other machines. */
    OTHERS
  }

  /** True when one more can be issued; those that ended long ago do not count. */
  boolean hasRoom(Use use, Instant now) {
    List<IssuedCertificate> kept =
        entries.values().stream().filter(entry -> isKept(entry, now)).toList();
    return switch (use) {
      case OWN -> kept.size() < ENTRIES_MAX;
      case OTHERS ->
          kept.size() < FOR_PEOPLE_MAX && encode(kept, lists).length < FOR_PEOPLE_BYTES_MAX;
    };
  }

  /** Adds one, or puts it in the place of the same serial number; durable on return. */
  void put(IssuedCertificate entry, Instant now) throws IOException {
    Map<BigInteger, IssuedCertificate> changed = new LinkedHashMap<>(entries);
    var _ = changed.values().removeIf(old -> !isKept(old, now));
    var _ = changed.put(entry.serial(), entry);
    file.replace(encode(changed.values(), lists));
    entries = changed;
  }

  /** A number for the next revocation list, higher than any before; durable on return. */
  long nextList() throws IOException {
    file.replace(encode(entries.values(), lists + 1));
    lists++;
    return lists;
  }

  private static boolean isKept(IssuedCertificate entry, Instant now) {
    return entry.notAfter().plus(KEPT_AFTER_END).isAfter(now);
  }

  private static byte[] encode(Collection<IssuedCertificate> entries, long lists) {
    var text = new StringBuilder(HEAD).append("\nlists ").append(lists).append('\n');
    for (IssuedCertificate each : entries) {
      text.append(each.serialHex())
          .append(' ')
          .append(each.profile())
          .append(' ')
          .append(each.notBefore().getEpochSecond())
          .append(' ')
          .append(each.notAfter().getEpochSecond())
          .append(' ')
          .append(each.fingerprint())
          .append(' ')
          .append(
              each.revocation()
                  .map(why -> why.at().getEpochSecond() + " " + why.reason().name())
                  .orElse("-"))
          .append(' ')
          .append(each.subject())
          .append('\n');
    }
    return text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Register decode(SmallFile file, byte[] content) throws IOException {
    List<String> lines =
        new ArrayList<>(List.of(new String(content, StandardCharsets.UTF_8).split("\n", -1)));
    if (lines.size() < 4
        || !lines.removeFirst().equals(HEAD)
        || !lines.removeLast().isEmpty()
        || !lines.removeLast().equals(END)) {
      throw new IOException(FILE + " is not a whole file of version 1; restore it from a backup");
    }
    Matcher lists = LISTS.matcher(lines.removeFirst());
    if (!lists.matches()) {
      throw new IOException(FILE + " does not say how many lists there were; restore it");
    }
    Map<BigInteger, IssuedCertificate> entries = new LinkedHashMap<>();
    for (String line : lines) {
      IssuedCertificate entry = entry(line);
      if (entries.put(entry.serial(), entry) != null) {
        throw new IOException(FILE + " has " + entry.serialHex() + " twice; restore it");
      }
    }
    return new Register(file, entries, Long.parseLong(lists.group(1)));
  }

  private static IssuedCertificate entry(String line) throws IOException {
    Matcher entry = ENTRY.matcher(line);
    if (!entry.matches()) {
      throw new IOException(FILE + " has a line that cannot be read; restore it: " + line);
    }
    return new IssuedCertificate(
        new BigInteger(entry.group(1), 16),
        entry.group(2),
        entry.group(7),
        Instant.ofEpochSecond(Long.parseLong(entry.group(3))),
        Instant.ofEpochSecond(Long.parseLong(entry.group(4))),
        entry.group(5),
        revocation(entry.group(6)));
  }

  private static Optional<IssuedCertificate.Revocation> revocation(String text) throws IOException {
    if (text.equals("-")) {
      return Optional.empty();
    }
    int space = text.indexOf(' ');
    try {
      return Optional.of(
          new IssuedCertificate.Revocation(
              Instant.ofEpochSecond(Long.parseLong(text.substring(0, space))),
              RevocationReason.valueOf(text.substring(space + 1))));
    } catch (IllegalArgumentException e) {
      throw new IOException(FILE + " names a reason that is not known: " + text, e);
    }
  }
}
