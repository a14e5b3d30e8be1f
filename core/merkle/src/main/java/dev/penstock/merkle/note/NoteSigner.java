package dev.penstock.merkle.note;

import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Signs notes under a name, with a key that lives elsewhere. As safe for threads as its signer. */
public final class NoteSigner {
  private final NoteKey key;
  private final int keyId;
  private final Signer signer;

  private NoteSigner(NoteKey key, Signer signer) {
    this.key = key;
    this.keyId = key.id();
    this.signer = signer;
  }

  /** Signs the texts of notes with Ed25519, type 0x01: what a log puts under each checkpoint. */
  public static NoteSigner ofLog(String name, Signer signer) {
    return new NoteSigner(new NoteKey(name, NoteKeyType.ED25519, signer.key()), signer);
  }

  /**
   * Cosigns checkpoints, type 0x04 or 0x06 as the key's algorithm is Ed25519 or ML-DSA-44. A log
   * with an ML-DSA-44 key signs its own checkpoints this way too.
   */
  public static NoteSigner ofCosigner(String name, Signer signer) {
    NoteKeyType type =
        signer.key().algorithm() == SignatureAlgorithm.ED25519
            ? NoteKeyType.COSIGNATURE_ED25519
            : NoteKeyType.COSIGNATURE_ML_DSA_44;
    if (type == NoteKeyType.COSIGNATURE_ML_DSA_44 && !CosignedMessage.isName(name)) {
      throw new IllegalArgumentException("cosigner name \"" + name + "\" is too long");
    }
    return new NoteSigner(new NoteKey(name, type, signer.key()), signer);
  }

  public NoteKey key() {
    return key;
  }

  /**
   * Signs a checkpoint.
   *
   * @param time seconds since the Epoch; only a cosignature states it
   */
  public NoteSignature sign(Checkpoint checkpoint, long time) throws SigningException {
    return switch (key.type()) {
      case ED25519 -> signText(checkpoint.text());
      case COSIGNATURE_ED25519 ->
          timed(time, signer.sign(CosignedMessage.ed25519(time, checkpoint.text())));
      case COSIGNATURE_ML_DSA_44 ->
          signSubtree(checkpoint.origin(), 0, checkpoint.size(), checkpoint.root(), time);
    };
  }

  /** Signs any text with type 0x01. */
  public NoteSignature signText(String text) throws SigningException {
    if (key.type() != NoteKeyType.ED25519) {
      throw new IllegalStateException(key.type() + " signs checkpoints only");
    }
    return NoteSignature.of(key.name(), keyId, signer.sign(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Cosigns the subtree {@code [start, end)} of a log with type 0x06. The time is 0 unless start
   * is.
   */
  public NoteSignature signSubtree(String origin, long start, long end, Digest root, long time)
      throws SigningException {
    if (key.type() != NoteKeyType.COSIGNATURE_ML_DSA_44) {
      throw new IllegalStateException(key.type() + " cannot sign a subtree");
    }
    return timed(
        time, signer.sign(CosignedMessage.mlDsa44(key.name(), time, origin, start, end, root)));
  }

  private NoteSignature timed(long time, byte[] signature) {
    byte[] blob =
        ByteBuffer.allocate(Long.BYTES + signature.length).putLong(time).put(signature).array();
    return NoteSignature.of(key.name(), keyId, blob);
  }
}
