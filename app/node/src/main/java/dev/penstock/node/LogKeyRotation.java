package dev.penstock.node;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.Publication;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.keys.KeyRing;
import dev.penstock.keys.KeyUse;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.util.List;
import java.util.Optional;

/**
 * The rotation of a log's key over both who have a part in it: the ring of keys and the log. The
 * new key is durable, both keys sign, the statement becomes an entry, the ring goes on to the new
 * key, the new key signs a checkpoint. A process may end between any two of these: what the log
 * holds decides, and each start begins with {@link #reconcile}.
 */
final class LogKeyRotation {
  private static final List<SignatureAlgorithm> OF_A_LOG =
      List.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.ML_DSA_44);

  private final String origin;
  private final KeyRing ring;
  private final Ledger ledger;

  LogKeyRotation(String origin, KeyRing ring, Ledger ledger) {
    this.origin = origin;
    this.ring = ring;
    this.ledger = ledger;
  }

  /**
   * Brings the ring to the keys that the log says are its own.
   *
   * @throws StartException when such a key is not here: nothing could be signed for the log
   */
  void reconcile() throws StartException, KeyHomeException {
    for (SignatureAlgorithm algorithm : OF_A_LOG) {
      Optional<KeyHistory> history = ledger.keys(algorithm);
      if (history.isPresent() && !ring.reconcile(KeyUse.LOG, history.get())) {
        throw new StartException(
            "the log's key was rotated to "
                + history.get().current()
                + ", which is not among the node's keys; put back the keys folder that was saved"
                + " after that rotation");
      }
    }
  }

  /** Hands over to a new key, which signs a checkpoint at once. */
  void rotate(SignatureAlgorithm algorithm)
      throws StartException, KeyHomeException, SigningException, InterruptedException {
    reconcile();
    publish();
    KeyRing.Begun begun = ring.begin(KeyUse.LOG, algorithm, origin, ledger.view().head().size());
    switch (ledger.rotate(begun.statement())) {
      case AppendOutcome.Appended _ -> ring.finish(begun.next());
      case AppendOutcome.Refused(var finding) -> throw new StartException(finding.toString());
      case AppendOutcome.Unknown(var finding) ->
          throw new StartException(
              finding + " Whether the key was rotated shows at the next start of the node.");
    }
    publish();
  }

  /** Before anything is done, so that a wrong key of the ring is known; and after. */
  private void publish() throws StartException, KeyHomeException {
    NoteSigner log = NoteSigner.ofLog(origin, ring.signer(KeyUse.LOG, SignatureAlgorithm.ED25519));
    NoteSigner mlDsa44 =
        NoteSigner.ofCosigner(origin, ring.signer(KeyUse.LOG, SignatureAlgorithm.ML_DSA_44));
    if (ledger.publish(log, mlDsa44) instanceof Publication.Refused(var finding)) {
      throw new StartException(finding.toString());
    }
  }
}
