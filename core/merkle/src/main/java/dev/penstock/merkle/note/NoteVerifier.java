package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the signatures of known keys under notes. Signatures of unknown keys are ignored, also when
 * they share a name or an id with a known one; one bad signature of a known key rejects the note.
 * Safe for use by several threads.
 */
public final class NoteVerifier {
  private record Id(String name, int keyId) {}

  private record Known(NoteKey key, SignatureCheck check) {}

  private final Map<Id, Known> known = new HashMap<>();

  /** Knows these keys; throws when two different ones share both name and id. */
  public NoteVerifier(Signatures signatures, Collection<NoteKey> keys) {
    for (NoteKey key : keys) {
      Known before =
          known.put(new Id(key.name(), key.id()), new Known(key, signatures.check(key.key())));
      if (before != null && !before.key().equals(key)) {
        throw new IllegalArgumentException("two keys are called " + key);
      }
    }
  }

  /** Checks every signature that claims to be of a known key. */
  public NoteCheck check(Note note) {
    Map<NoteKey, NoteCheck.VerifiedSignature> verified = new LinkedHashMap<>();
    for (NoteSignature signature : note.signatures()) {
      Known signer = known.get(new Id(signature.name(), signature.keyId()));
      if (signer == null) {
        continue;
      }
      OptionalLong time = timeOfGood(signature.signature(), note.text(), signer);
      if (time.isEmpty()) {
        return new NoteCheck.Forged(signer.key());
      }
      verified.putIfAbsent(
          signer.key(), new NoteCheck.VerifiedSignature(signer.key(), time.getAsLong()));
    }
    return verified.isEmpty()
        ? new NoteCheck.Unknown()
        : new NoteCheck.Verified(verified.values().stream().toList());
  }

  /** The time a good signature states (0 for none), or empty when the signature is bad. */
  private static OptionalLong timeOfGood(byte[] blob, String text, Known signer) {
    NoteKeyType type = signer.key().type();
    if (blob.length != type.signatureBytes()) {
      return OptionalLong.empty();
    }
    long time = type.isCosignature() ? ByteBuffer.wrap(blob).getLong() : 0;
    int at = type.isCosignature() ? Long.BYTES : 0;
    Optional<byte[]> message = message(signer.key(), time, text);
    return message.isPresent()
            && signer.check().accepts(message.get(), Arrays.copyOfRange(blob, at, blob.length))
        ? OptionalLong.of(time)
        : OptionalLong.empty();
  }

  /** What the key must have signed, or empty when it cannot have signed this. */
  private static Optional<byte[]> message(NoteKey key, long time, String text) {
    if (key.type() == NoteKeyType.ED25519) {
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    // Cosignatures are made over checkpoints only, and a time above 2^63-1 is not allowed.
    if (time < 0 || !(Checkpoint.decode(text) instanceof Decoded.Value<Checkpoint>(var head))) {
      return Optional.empty();
    }
    if (key.type() == NoteKeyType.COSIGNATURE_ED25519) {
      return Optional.of(CosignedMessage.ed25519(time, text));
    }
    return CosignedMessage.isName(key.name()) && CosignedMessage.isName(head.origin())
        ? Optional.of(
            CosignedMessage.mlDsa44(key.name(), time, head.origin(), 0, head.size(), head.root()))
        : Optional.empty();
  }
}
