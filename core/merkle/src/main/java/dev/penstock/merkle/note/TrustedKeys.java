package dev.penstock.merkle.note;

import dev.penstock.signature.Signatures;
import java.util.Collection;
import java.util.List;

/**
 * The keys a reader of a log trusts, from outside and never from who offers the log. For a log
 * whose key was rotated one of its keys is enough, the first, the newest or one between: the others
 * follow from the log's own entries, {@link KeyTrail}.
 */
public final class TrustedKeys {
  private final Signatures signatures;
  private final List<NoteKey> keys;

  /** Trusts these keys; throws when two different ones share both name and id. */
  public TrustedKeys(Signatures signatures, Collection<NoteKey> keys) {
    this.signatures = signatures;
    this.keys = List.copyOf(keys);
    // Made here for what it refuses.
    var _ = new NoteVerifier(signatures, this.keys);
  }

  /**
   * Whether any checkpoint can be the log's own by these keys: its Ed25519 signature must verify
   * alone, whatever others stand beside it.
   */
  public boolean canVouch() {
    return keys.stream().anyMatch(key -> key.type() == NoteKeyType.ED25519);
  }

  /** Follows the keys of the log of this origin through its entries. */
  public KeyTrail trail(String origin) {
    return new KeyTrail(origin, signatures, keys);
  }
}
