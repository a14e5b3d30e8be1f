package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.TrustPolicy.Group;
import dev.penstock.merkle.note.TrustPolicy.Log;
import dev.penstock.merkle.note.TrustPolicy.Witness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads and writes the lines of a policy file, C2SP tlog-policy. */
final class PolicyReader {
  private final List<Log> logs = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  /** Names of witnesses and groups so far: a line may refer to earlier lines only. */
  private final Set<String> defined = new HashSet<>();

  private Optional<String> quorum = Optional.empty();

  static Decoded<TrustPolicy> read(byte[] file) {
    if (file.length > TrustPolicy.BYTES_MAX) {
      return new Decoded.Malformed<>("policy has " + file.length + " bytes");
    }
    for (byte octet : file) {
      if ((octet >= 0 && octet < 0x20 && octet != '\t' && octet != '\n') || octet == 0x7F) {
        return new Decoded.Malformed<>("policy holds control character " + octet);
      }
    }
    // A file that was cut off could ask for less than the whole one did.
    if (file.length == 0 || file[file.length - 1] != '\n') {
      return new Decoded.Malformed<>("policy's last line has no newline");
    }
    // Octets above 0x7F are opaque: either reading keeps different ones different.
    String text =
        StrictText.utf8(file).orElseGet(() -> new String(file, StandardCharsets.ISO_8859_1));
    return new PolicyReader().read(text);
  }

  private Decoded<TrustPolicy> read(String text) {
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Optional<String> flaw = readLine(lines[i]);
      if (flaw.isPresent()) {
        return new Decoded.Malformed<>("line " + (i + 1) + ": " + flaw.get());
      }
    }
    if (quorum.isEmpty()) {
      return new Decoded.Malformed<>("policy has no quorum line");
    }
    Optional<String> flaw = TrustPolicy.flaw(logs, witnesses, groups, quorum.get());
    return flaw.isPresent()
        ? new Decoded.Malformed<>(flaw.get())
        : new Decoded.Value<>(new TrustPolicy(logs, witnesses, groups, quorum.get()));
  }

  /** What is wrong with the line, or empty. */
  private Optional<String> readLine(String line) {
    List<String> items = items(line);
    if (items.isEmpty() || items.getFirst().startsWith("#")) {
      return Optional.empty();
    }
    return switch (items.getFirst()) {
      case "log" -> readLog(items);
      case "witness" -> readWitness(items);
      case "group" -> readGroup(items);
      case "quorum" -> readQuorum(items);
      default -> Optional.of("unknown word " + items.getFirst());
    };
  }

  private Optional<String> readLog(List<String> items) {
    if (items.size() < 2 || items.size() > 3) {
      return Optional.of("a log line is: log <vkey> [<url>]");
    }
    return switch (NoteKey.decode(items.get(1))) {
      case Decoded.Malformed<NoteKey>(var why) -> Optional.of(why);
      case Decoded.Value<NoteKey>(var key) -> {
        logs.add(new Log(key, url(items, 2)));
        yield Optional.empty();
      }
    };
  }

  private Optional<String> readWitness(List<String> items) {
    if (items.size() < 3 || items.size() > 4) {
      return Optional.of("a witness line is: witness <name> <vkey> [<url>]");
    }
    Optional<String> nameFlaw = define(items.get(1));
    if (nameFlaw.isPresent()) {
      return nameFlaw;
    }
    return switch (NoteKey.decode(items.get(2))) {
      case Decoded.Malformed<NoteKey>(var why) -> Optional.of(why);
      case Decoded.Value<NoteKey>(var key) -> {
        witnesses.add(new Witness(items.get(1), key, url(items, 3)));
        yield Optional.empty();
      }
    };
  }

  private Optional<String> readGroup(List<String> items) {
    if (items.size() < 4) {
      return Optional.of("a group line is: group <name> all|any|<k> <name>...");
    }
    List<String> members = items.subList(3, items.size());
    for (String member : members) {
      if (!defined.contains(member)) {
        return Optional.of("no earlier line defines " + member);
      }
    }
    OptionalLong threshold =
        switch (items.get(2)) {
          case "any" -> OptionalLong.of(1);
          case "all" -> OptionalLong.of(members.size());
          default -> StrictText.decimal(items.get(2), members.size());
        };
    if (threshold.isEmpty() || threshold.getAsLong() < 1) {
      return Optional.of("a group's threshold is all, any or 1.." + members.size());
    }
    groups.add(new Group(items.get(1), (int) threshold.getAsLong(), members));
    return define(items.get(1));
  }

  private Optional<String> readQuorum(List<String> items) {
    if (items.size() != 2) {
      return Optional.of("a quorum line is: quorum <name>");
    }
    String name = items.get(1);
    if (quorum.isPresent()) {
      return Optional.of("a second quorum line");
    }
    if (!name.equals(TrustPolicy.NONE) && !defined.contains(name)) {
      return Optional.of("no earlier line defines " + name);
    }
    quorum = Optional.of(name);
    return Optional.empty();
  }

  private Optional<String> define(String name) {
    return name.equals(TrustPolicy.NONE) || !defined.add(name)
        ? Optional.of("name " + name + " is taken")
        : Optional.empty();
  }

  private static Optional<String> url(List<String> items, int at) {
    return items.size() > at ? Optional.of(items.get(at)) : Optional.empty();
  }

  /** What stands between spaces and tabs, and those only. */
  private static List<String> items(String line) {
    List<String> items = new ArrayList<>();
    int from = 0;
    while (from < line.length()) {
      int end = from;
      while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
        end++;
      }
      if (end > from) {
        items.add(line.substring(from, end));
      }
      from = end + 1;
    }
    return items;
  }

  /** True when the text is one item of a line. */
  static boolean isItem(String text) {
    return StrictText.isEncodable(text)
        && text.chars().allMatch(c -> c > 0x20 && c != 0x7F)
        && !text.isEmpty();
  }

  static byte[] write(TrustPolicy policy) {
    var file = new StringBuilder();
    for (Log log : policy.logs()) {
      file.append("log ").append(log.key().vkey()).append(after(log.url())).append('\n');
    }
    for (Witness witness : policy.witnesses()) {
      file.append("witness ").append(witness.name()).append(' ').append(witness.key().vkey());
      file.append(after(witness.url())).append('\n');
    }
    for (Group group : policy.groups()) {
      file.append("group ").append(group.name()).append(' ').append(group.threshold());
      group.members().forEach(member -> file.append(' ').append(member));
      file.append('\n');
    }
    file.append("quorum ").append(policy.quorum()).append('\n');
    return file.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String after(Optional<String> url) {
    return url.map(text -> " " + text).orElse("");
  }
}
