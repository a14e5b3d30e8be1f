package dev.penstock.merkle.note;

import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one log by tree size, as a {@link KeyTrail} found them. For each size exactly one
 * Ed25519 key is right, and a good signature of any other key of the log is a fault: somebody uses
 * a key that was given up, or one that has not begun. One thread.
 */
public final class LogKeys {
  /** What the signatures under a checkpoint are worth. */
  public sealed interface Ruling {
    /** The log's key of that size signed it. */
    record Signed(NoteKey key) implements Ruling {}

    /** It is not under the log's key of that size. */
    record Refused(String why) implements Ruling {}
  }

  private final String origin;
  private final Signatures signatures;
  private final List<NoteKey> others;
  private final Optional<KeyHistory> ed25519;
  private final Optional<KeyHistory> mlDsa44;
  private final List<String> faults;

  /** Knows each key of the log, whenever it was right. */
  private final NoteVerifier everybody;

  /** Verifiers by the keys of the log they know; as few as there were rotations. */
  private final Map<List<NoteKey>, NoteVerifier> byRight = new HashMap<>();

  LogKeys(
      String origin,
      Signatures signatures,
      List<NoteKey> trusted,
      Optional<KeyHistory> ed25519,
      Optional<KeyHistory> mlDsa44,
      List<String> faults) {
    this.origin = origin;
    this.signatures = signatures;
    this.ed25519 = ed25519;
    this.mlDsa44 = mlDsa44;
    this.faults = List.copyOf(faults);
    this.others = trusted.stream().filter(key -> !isOwn(key)).toList();
    List<NoteKey> all = new ArrayList<>(others);
    ed25519.ifPresent(history -> all.addAll(keys(origin, NoteKeyType.ED25519, history)));
    mlDsa44.ifPresent(
        history -> all.addAll(keys(origin, NoteKeyType.COSIGNATURE_ML_DSA_44, history)));
    this.everybody = new NoteVerifier(signatures, all);
  }

  /** Why the trusted keys and the rotations in the log do not fit together; empty when they do. */
  public List<String> faults() {
    return faults;
  }

  /** The Ed25519 keys, oldest first; empty when none is trusted. */
  public List<NoteKey> keys() {
    return ed25519.map(history -> keys(origin, NoteKeyType.ED25519, history)).orElse(List.of());
  }

  /** Judges the signatures under a checkpoint of this log, which is of this size. */
  public Ruling check(Note note, long size) {
    List<NoteKey> right = rightAt(size);
    NoteVerifier verifier =
        byRight.computeIfAbsent(
            right,
            keys -> {
              List<NoteKey> all = new ArrayList<>(others);
              all.addAll(keys);
              return new NoteVerifier(signatures, all);
            });
    return switch (verifier.check(note)) {
      case NoteCheck.Forged(var key) -> new Ruling.Refused("bad signature of " + key);
      case NoteCheck.Unknown() -> new Ruling.Refused(whoElse(note, size));
      case NoteCheck.Verified(var good) -> judge(note, size, good);
    };
  }

  private Ruling judge(Note note, long size, List<VerifiedSignature> good) {
    Optional<NoteKey> own =
        good.stream()
            .map(VerifiedSignature::key)
            .filter(key -> key.type() == NoteKeyType.ED25519 && key.name().equals(origin))
            .findFirst();
    if (own.isEmpty()) {
      return new Ruling.Refused(whoElse(note, size));
    }
    Optional<String> stray = outOfTurn(note, size);
    return stray.isPresent() ? new Ruling.Refused(stray.get()) : new Ruling.Signed(own.get());
  }

  /** Why nobody who counts signed. */
  private String whoElse(Note note, long size) {
    Optional<String> stray = outOfTurn(note, size);
    if (stray.isPresent()) {
      return stray.get();
    }
    return switch (everybody.check(note)) {
      case NoteCheck.Verified(var good) ->
          "of the given keys only "
              + good.getFirst().key()
              + " of type "
              + good.getFirst().key().type()
              + " signed, not the log's Ed25519 key";
      case NoteCheck.Forged(var key) -> "bad signature of " + key;
      case NoteCheck.Unknown() -> "no signature of a given key";
    };
  }

  /** A good signature of a key of the log at a size where another one was right. */
  private Optional<String> outOfTurn(Note note, long size) {
    if (!(everybody.check(note) instanceof NoteCheck.Verified(var good))) {
      return Optional.empty();
    }
    List<NoteKey> right = rightAt(size);
    return good.stream()
        .map(VerifiedSignature::key)
        .filter(key -> isOwn(key) && !right.contains(key))
        .map(key -> "signed by " + key + ", " + term(key) + ", and the size is " + size)
        .findFirst();
  }

  /** For which sizes a key of the log is right. */
  private String term(NoteKey key) {
    Optional<KeyHistory> history = key.type() == NoteKeyType.ED25519 ? ed25519 : mlDsa44;
    VerificationKey raw = key.key();
    String from = "";
    String to = "";
    for (var rotation : history.map(KeyHistory::rotations).orElse(List.of())) {
      from = rotation.newKey().equals(raw) ? " from size " + (rotation.lastSize() + 1) : from;
      to = rotation.oldKey().equals(raw) ? " up to size " + rotation.lastSize() : to;
    }
    return "the log's key" + from + to;
  }

  private List<NoteKey> rightAt(long size) {
    List<NoteKey> right = new ArrayList<>();
    ed25519.ifPresent(
        history -> right.add(new NoteKey(origin, NoteKeyType.ED25519, history.keyAt(size))));
    mlDsa44.ifPresent(history ->
        right.add(new NoteKey(origin, NoteKeyType.COSIGNATURE_ML_DSA_44, history.keyAt(size))));
    return right;
  }

  /** The keys of a history as they sign notes. */
  static List<NoteKey> keys(String origin, NoteKeyType type, KeyHistory history) {
    return history.keys().stream().map(key -> new NoteKey(origin, type, key)).toList();
  }

  /** A key that signs the log's checkpoints; one that cosigns under its name is none. */
  private boolean isOwn(NoteKey key) {
    return key.name().equals(origin) && key.type() != NoteKeyType.COSIGNATURE_ED25519;
  }
}
