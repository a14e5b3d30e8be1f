package dev.penstock.merkle.note;

import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.KeyRotationCheck;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a log's keys while its entries go by: sees each entry once, in order, and says at the end
 * which key was the right one at which size. What the entries are worth, whether they are those of
 * the tree, is the caller's to find out.
 *
 * <p>An entry that only looks like a rotation changes nothing: one that is malformed, not signed by
 * both keys, about another log, or not where it was signed to stand. Anybody who may append can
 * have put it there, and no key becomes right or wrong by it. What counts is how the others hang
 * together with a trusted key. One thread.
 */
public final class KeyTrail {
  /**
   * Rotations remembered at once. A key a day fills this in three years, and it is emptied of all
   * that has nothing to do with the trusted keys before it counts as full.
   */
  static final int HANDOVERS_MAX = 1_024;

  private record Handover(long index, KeyRotationCheck.Signed signed) {
    VerificationKey oldKey() {
      return signed.rotation().oldKey();
    }

    VerificationKey newKey() {
      return signed.rotation().newKey();
    }
  }

  private final String origin;
  private final Signatures signatures;
  private final List<NoteKey> trusted;
  private final List<Handover> handovers = new ArrayList<>();
  private boolean isOverfull;

  KeyTrail(String origin, Signatures signatures, List<NoteKey> trusted) {
    this.origin = origin;
    this.signatures = signatures;
    this.trusted = trusted;
  }

  /** The next entry that is there, at this index. */
  public void entry(long index, byte[] bytes, int from, int length) {
    if (!KeyRotation.isClaimedBy(bytes, from, length)) {
      return;
    }
    byte[] statement = Arrays.copyOfRange(bytes, from, from + length);
    if (KeyRotation.check(statement, signatures) instanceof KeyRotationCheck.Signed signed
        && signed.rotation().name().equals(origin)
        && signed.rotation().lastSize() == index) {
      remember(new Handover(index, signed));
    }
  }

  private void remember(Handover handover) {
    if (handovers.size() == HANDOVERS_MAX) {
      Set<VerificationKey> known = connected(ownKeys());
      boolean _ = handovers.removeIf(one -> !known.contains(one.oldKey()));
    }
    if (handovers.size() == HANDOVERS_MAX) {
      isOverfull = true;
    } else {
      boolean _ = handovers.add(handover);
    }
  }

  /** All entries went by: the keys of the log. */
  public LogKeys end() {
    List<String> faults = new ArrayList<>();
    if (isOverfull) {
      faults.add("its key was handed over more than " + HANDOVERS_MAX + " times");
    }
    Optional<KeyHistory> ed25519 = line(NoteKeyType.ED25519, faults);
    Optional<KeyHistory> mlDsa44 = line(NoteKeyType.COSIGNATURE_ML_DSA_44, faults);
    if (isAmbiguous(ed25519, mlDsa44)) {
      faults.add("two of its keys have one name and id, so a signature does not say whose it is");
      ed25519 = firstOnly(NoteKeyType.ED25519);
      mlDsa44 = firstOnly(NoteKeyType.COSIGNATURE_ML_DSA_44);
    }
    return new LogKeys(origin, signatures, trusted, ed25519, mlDsa44, faults);
  }

  /** A key id has 32 bits: two keys of one id can be made on purpose. */
  private boolean isAmbiguous(Optional<KeyHistory> ed25519, Optional<KeyHistory> mlDsa44) {
    Set<NoteKey> all = new HashSet<>(trusted);
    ed25519.ifPresent(history -> all.addAll(LogKeys.keys(origin, NoteKeyType.ED25519, history)));
    mlDsa44.ifPresent(
        history -> all.addAll(LogKeys.keys(origin, NoteKeyType.COSIGNATURE_ML_DSA_44, history)));
    return all.stream().map(NoteKey::toString).distinct().count() != all.size();
  }

  private Optional<KeyHistory> firstOnly(NoteKeyType type) {
    Set<VerificationKey> own = ownKeys(type);
    return own.isEmpty() ? Optional.empty() : Optional.of(KeyHistory.of(origin, firstOf(own)));
  }

  /** The keys of one type in the order they followed each other; empty when none is trusted. */
  private Optional<KeyHistory> line(NoteKeyType type, List<String> faults) {
    Set<VerificationKey> own = ownKeys(type);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    Set<VerificationKey> known = connected(own);
    List<Handover> ours =
        handovers.stream()
            .filter(one -> known.contains(one.oldKey()))
            .filter(one -> isAllOf(type.algorithm(), one, faults))
            .toList();
    VerificationKey first = ours.isEmpty() ? firstOf(own) : ours.getFirst().oldKey();
    KeyHistory history = KeyHistory.of(origin, first);
    for (Handover one : ours) {
      switch (history.follow(one.index(), one.signed())) {
        case KeyHistory.Following.Followed(var more) -> history = more;
        case KeyHistory.Following.Refused(var why) ->
            faults.add("entry " + one.index() + " hands over a key of the log, but " + why);
      }
    }
    for (NoteKey key : trusted) {
      if (isOwn(key, type) && !history.keys().contains(key.key())) {
        faults.add(
            "no entry of the log leads to the given key "
                + key
                + " from the other one: entries are missing, or it is not this log's");
      }
    }
    return Optional.of(history);
  }

  private static boolean isAllOf(SignatureAlgorithm algorithm, Handover one, List<String> faults) {
    boolean isOne = one.oldKey().algorithm() == algorithm;
    boolean isOther = one.newKey().algorithm() == algorithm;
    if (isOne != isOther) {
      faults.add(
          "entry "
              + one.index()
              + " hands over a key of the log to one of another kind, "
              + one.newKey().algorithm());
    }
    return isOne && isOther;
  }

  private VerificationKey firstOf(Set<VerificationKey> own) {
    return trusted.stream()
        .map(NoteKey::key)
        .filter(own::contains)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no key of " + own));
  }

  /** These keys and all that hang together with them by rotations, whichever way. */
  private Set<VerificationKey> connected(Set<VerificationKey> from) {
    Set<VerificationKey> known = new HashSet<>(from);
    boolean isGrowing = true;
    while (isGrowing) {
      isGrowing = false;
      for (Handover one : handovers) {
        if (known.contains(one.oldKey()) != known.contains(one.newKey())) {
          isGrowing = known.addAll(List.of(one.oldKey(), one.newKey()));
        }
      }
    }
    return known;
  }

  private Set<VerificationKey> ownKeys() {
    Set<VerificationKey> keys = ownKeys(NoteKeyType.ED25519);
    boolean _ = keys.addAll(ownKeys(NoteKeyType.COSIGNATURE_ML_DSA_44));
    return keys;
  }

  private Set<VerificationKey> ownKeys(NoteKeyType type) {
    Set<VerificationKey> keys = new HashSet<>();
    trusted.stream().filter(key -> isOwn(key, type)).forEach(key -> keys.add(key.key()));
    return keys;
  }

  private boolean isOwn(NoteKey key, NoteKeyType type) {
    return key.type() == type && key.name().equals(origin);
  }
}
