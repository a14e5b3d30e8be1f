package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a reader of checkpoints trusts, C2SP tlog-policy: the logs, the witnesses, and which of the
 * witnesses must have cosigned. It comes from the reader and never from who offers a checkpoint.
 *
 * @param groups each names only witnesses and groups before it
 * @param quorum the name of a witness or group, or {@link #NONE}
 */
public record TrustPolicy(
    List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
  /** The quorum that asks for no cosignature. */
  public static final String NONE = "none";

  /** Four times what the specification wants everybody to support. */
  static final int LOGS_MAX = 128;

  static final int WITNESSES_MAX = 128;
  static final int GROUPS_MAX = 128;

  /** 256 ML-DSA-44 keys with names and URLs fit. */
  static final int BYTES_MAX = 1 << 20;

  /** A log: its vkey's name is its origin. */
  public record Log(NoteKey key, Optional<String> url) {}

  /** A witness, and the name it has in this policy only. */
  public record Witness(String name, NoteKey key, Optional<String> url) {}

  /** So many of these members must have witnessed a checkpoint. */
  public record Group(String name, int threshold, List<String> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  public TrustPolicy {
    logs = List.copyOf(logs);
    witnesses = List.copyOf(witnesses);
    groups = List.copyOf(groups);
    Optional<String> flaw = flaw(logs, witnesses, groups, quorum);
    if (flaw.isPresent()) {
      throw new IllegalArgumentException(flaw.get());
    }
  }

  /** Reads a policy file. */
  public static Decoded<TrustPolicy> decode(byte[] file) {
    return PolicyReader.read(file);
  }

  /** A file that reads back as this policy. */
  public byte[] encode() {
    return PolicyReader.write(this);
  }

  /** The rule that is broken, or empty. */
  static Optional<String> flaw(
      List<Log> logs, List<Witness> witnesses, List<Group> groups, String quorum) {
    if (logs.size() > LOGS_MAX || witnesses.size() > WITNESSES_MAX || groups.size() > GROUPS_MAX) {
      return Optional.of("policy has more than 128 logs, witnesses or groups");
    }
    List<NoteKey> logKeys = logs.stream().map(Log::key).toList();
    List<NoteKey> witnessKeys = witnesses.stream().map(Witness::key).toList();
    if (hasTwice(logKeys) || hasTwice(witnessKeys)) {
      return Optional.of("policy lists the same public key twice");
    }
    if (hasAmbiguousId(Stream.concat(logKeys.stream(), witnessKeys.stream()).toList())) {
      return Optional.of("policy has two keys with the same name and id");
    }
    if (!witnessKeys.stream().allMatch(key -> key.type().isCosignature())) {
      return Optional.of("policy has a witness whose key cannot cosign");
    }
    boolean areUrls =
        Stream.concat(logs.stream().map(Log::url), witnesses.stream().map(Witness::url))
            .allMatch(url -> url.isEmpty() || PolicyReader.isItem(url.get()));
    return areUrls ? namesFlaw(witnesses, groups, quorum) : Optional.of("a URL holds a space");
  }

  private static Optional<String> namesFlaw(
      List<Witness> witnesses, List<Group> groups, String quorum) {
    Set<String> defined = new HashSet<>();
    for (Witness witness : witnesses) {
      if (!isName(witness.name()) || !defined.add(witness.name())) {
        return Optional.of("witness name " + witness.name() + " is not allowed or taken");
      }
    }
    Set<String> inAGroup = new HashSet<>();
    for (Group group : groups) {
      for (String member : group.members()) {
        if (!defined.contains(member)) {
          return Optional.of("group " + group.name() + " names unknown member " + member);
        }
        // So that a witness can count in one way only.
        if (!inAGroup.add(member)) {
          return Optional.of(member + " is a group member twice");
        }
      }
      if (group.threshold() < 1 || group.threshold() > group.members().size()) {
        return Optional.of("group " + group.name() + " needs " + group.threshold() + " members");
      }
      if (!isName(group.name()) || !defined.add(group.name())) {
        return Optional.of("group name " + group.name() + " is not allowed or taken");
      }
    }
    return quorum.equals(NONE) || defined.contains(quorum)
        ? Optional.empty()
        : Optional.of("quorum names unknown " + quorum);
  }

  /** Keys are the same when their public halves are, whatever they are called. */
  private static boolean hasTwice(List<NoteKey> keys) {
    return keys.stream().map(NoteKey::key).distinct().count() != keys.size();
  }

  private static boolean hasAmbiguousId(List<NoteKey> keys) {
    Map<String, Set<NoteKey>> byId = new LinkedHashMap<>();
    keys.forEach(key -> byId.merge(key.toString(), Set.of(key), TrustPolicy::union));
    return byId.values().stream().anyMatch(same -> same.size() > 1);
  }

  private static Set<NoteKey> union(Set<NoteKey> left, Set<NoteKey> right) {
    return Stream.concat(left.stream(), right.stream()).collect(Collectors.toSet());
  }

  private static boolean isName(String name) {
    return !name.equals(NONE) && PolicyReader.isItem(name);
  }
}
