package dev.penstock.merkle.witness;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the cosignatures of one witness. Its keys come from whoever trusts it, and never from the
 * witness. Safe for use by several threads.
 */
public final class CosignatureChecker {
  private final List<NoteKey> keys;
  private final NoteVerifier verifier;

  /** Knows a witness by its keys; throws when one of them cannot cosign. */
  public CosignatureChecker(Signatures signatures, Collection<NoteKey> witnessKeys) {
    this.keys = List.copyOf(witnessKeys);
    if (keys.isEmpty() || !keys.stream().allMatch(key -> key.type().isCosignature())) {
      throw new IllegalArgumentException("no keys of a cosigner: " + witnessKeys);
    }
    this.verifier = new NoteVerifier(signatures, keys);
  }

  /**
   * Why somebody with this key is no witness of a log, or empty. A log that vouches for itself
   * proves nothing.
   *
   * @param origin of the log
   * @param own all public keys that the log's keeper has, of whatever use
   */
  public static Optional<String> flaw(NoteKey key, String origin, Set<VerificationKey> own) {
    if (!key.type().isCosignature()) {
      return Optional.of(
          "key " + key + " is a log's (type 0x01); a witness has a key of type 0x04 or 0x06");
    }
    if (key.name().equals(origin)) {
      return Optional.of(
          "key " + key + " has the name of this log, which cannot be its own witness");
    }
    return own.contains(key.key())
        ? Optional.of(
            "key " + key + " is one of this node's own, which cannot be the witness of its log")
        : Optional.empty();
  }

  /** Checks lines that are kept as a proof, or came in any other way. */
  public CosignatureCheck check(Checkpoint head, byte[] lines) {
    return switch (Note.decodeSignatures(lines)) {
      case Decoded.Malformed<List<NoteSignature>>(var why) -> new CosignatureCheck.Bad(why);
      case Decoded.Value<List<NoteSignature>>(var signatures) -> check(head, signatures);
    };
  }

  /** Checks what a witness answered; lines of strangers do not count and do not harm. */
  public CosignatureCheck check(Checkpoint head, List<NoteSignature> signatures) {
    if (signatures.isEmpty() || signatures.size() > Note.SIGNATURES_MAX) {
      return new CosignatureCheck.Bad(
          signatures.size() + " signatures, must be 1.." + Note.SIGNATURES_MAX);
    }
    return switch (verifier.check(new Note(head.text(), signatures))) {
      case NoteCheck.Forged(var key) -> new CosignatureCheck.Bad("bad cosignature of " + key);
      case NoteCheck.Unknown() ->
          new CosignatureCheck.Bad("no cosignature of " + keys + " among what came");
      case NoteCheck.Verified(var good) -> withTime(good, signatures);
    };
  }

  /** A witness must say when, C2SP tlog-witness. */
  private static CosignatureCheck withTime(
      List<VerifiedSignature> good, List<NoteSignature> signatures) {
    List<NoteSignature> kept = new ArrayList<>();
    for (VerifiedSignature one : good) {
      if (one.time() == 0) {
        return new CosignatureCheck.Bad("the cosignature of " + one.key() + " states no time");
      }
      NoteKey key = one.key();
      signatures.stream()
          .filter(line -> line.name().equals(key.name()) && line.keyId() == key.id())
          .findFirst()
          .ifPresent(kept::add);
    }
    return new CosignatureCheck.Good(good, kept);
  }
}
