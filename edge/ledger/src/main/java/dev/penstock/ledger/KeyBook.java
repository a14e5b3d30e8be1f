package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteKeyType;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.KeyRotationCheck;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which key may sign the next checkpoint: where the log's key was rotated, the one that the
 * rotations lead to; before the first rotation, the one that signed the checkpoint before; and for
 * the first checkpoint of a log, any. One thread at a time.
 */
final class KeyBook {
  private final String origin;
  private final CheckpointFile checkpoints;
  private final Signatures signatures = new JdkSignatures();

  /** For each kind of key that was ever rotated. */
  private final Map<SignatureAlgorithm, KeyHistory> histories =
      new EnumMap<>(SignatureAlgorithm.class);

  /** Keys of which it is known that they signed the last checkpoint of their kind. */
  private final Map<SignatureAlgorithm, VerificationKey> confirmed =
      new EnumMap<>(SignatureAlgorithm.class);

  private KeyBook(String origin, CheckpointFile checkpoints) {
    this.origin = origin;
    this.checkpoints = checkpoints;
  }

  /** The book of a log of this size, whose leaf hashes are in place. */
  static KeyBook read(
      LogFormat format,
      CheckpointFile checkpoints,
      RotationFile rotations,
      Levels levels,
      long size)
      throws IOException {
    var book = new KeyBook(format.origin(), checkpoints);
    var hasher = new TreeHasher();
    // A try that a crash broke off and the next one can have left the same row twice.
    long entered = -1;
    for (int number = 0; number < rotations.count(); number++) {
      RotationFile.Row row = rotations.row(number);
      if (row.index() > entered && row.index() < size) {
        byte[] leaf = new byte[Digest.BYTES];
        levels.read(0, row.index(), 1, leaf, 0);
        if (hasher.leaf(row.statement()).equals(Digest.of(leaf))) {
          book.enter(row);
          entered = row.index();
        }
      }
    }
    return book;
  }

  private void enter(RotationFile.Row row) throws IOException {
    Optional<String> obstacle =
        switch (KeyRotation.check(row.statement(), signatures)) {
          case KeyRotationCheck.Signed signed -> follow(row.index(), signed);
          case KeyRotationCheck.BadSignature(var _, var key) ->
              Optional.of("the signature of " + key + " is not good");
          case KeyRotationCheck.Malformed(var at, var why) ->
              Optional.of("at byte " + at + ": " + why);
        };
    if (obstacle.isPresent()) {
      throw Damage.of(
          LedgerFault.KEYS_CONTRADICT,
          Names.ROTATIONS,
          "entry " + row.index() + " is a key rotation, but " + obstacle.get());
    }
  }

  /** Reads a statement and checks both signatures. */
  KeyRotationCheck check(byte[] statement) {
    return KeyRotation.check(statement, signatures);
  }

  /** The keys of one kind, once one was rotated. */
  Optional<KeyHistory> history(SignatureAlgorithm algorithm) {
    return Optional.ofNullable(histories.get(algorithm));
  }

  /** Why a rotation that stands at this index cannot be followed, or empty: then it is. */
  Optional<String> follow(long index, KeyRotationCheck.Signed signed) {
    return switch (next(index, signed)) {
      case KeyHistory.Following.Refused(var why) -> Optional.of(why);
      case KeyHistory.Following.Followed(var more) -> {
        KeyHistory _ = histories.put(more.current().algorithm(), more);
        yield Optional.empty();
      }
    };
  }

  /** Why a rotation could not stand at this index, the next one, or empty. */
  Optional<String> objection(long index, KeyRotationCheck.Signed signed) throws IOException {
    if (next(index, signed) instanceof KeyHistory.Following.Refused(var why)) {
      return Optional.of(why);
    }
    VerificationKey old = signed.rotation().oldKey();
    NoteKeyType type =
        old.algorithm() == SignatureAlgorithm.ED25519
            ? NoteKeyType.ED25519
            : NoteKeyType.COSIGNATURE_ML_DSA_44;
    return objection(new NoteKey(origin, type, old), index);
  }

  private KeyHistory.Following next(long index, KeyRotationCheck.Signed signed) {
    SignatureAlgorithm algorithm = signed.rotation().oldKey().algorithm();
    boolean isKindOfALog =
        algorithm == SignatureAlgorithm.ED25519 || algorithm == SignatureAlgorithm.ML_DSA_44;
    if (!isKindOfALog || signed.rotation().newKey().algorithm() != algorithm) {
      return new KeyHistory.Following.Refused(
          "no log hands over from " + algorithm + " to " + signed.rotation().newKey().algorithm());
    }
    KeyHistory before =
        histories.getOrDefault(algorithm, KeyHistory.of(origin, signed.rotation().oldKey()));
    return before.follow(index, signed);
  }

  /** Why this key must not sign a checkpoint of this size, or empty. */
  Optional<String> objection(NoteKey key, long size) throws IOException {
    SignatureAlgorithm algorithm = key.key().algorithm();
    KeyHistory history = histories.get(algorithm);
    if (history != null) {
      return history.keyAt(size).equals(key.key())
          ? Optional.empty()
          : Optional.of(
              key + " is not the key of the log at size " + size + " after its last rotation");
    }
    if (key.key().equals(confirmed.get(algorithm))) {
      return Optional.empty();
    }
    Optional<PublishedCheckpoint> last = lastSigned(algorithm);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    if (new NoteVerifier(signatures, List.of(key)).check(last.get().note())
        instanceof NoteCheck.Verified) {
      VerificationKey _ = confirmed.put(algorithm, key.key());
      return Optional.empty();
    }
    return Optional.of(
        key
            + " did not sign the last checkpoint, of size "
            + last.get().checkpoint().size()
            + ", and no entry of the log hands over to it");
  }

  private Optional<PublishedCheckpoint> lastSigned(SignatureAlgorithm algorithm)
      throws IOException {
    return algorithm == SignatureAlgorithm.ED25519
        ? checkpoints.lastStored()
        : checkpoints.lastCosigned();
  }
}
