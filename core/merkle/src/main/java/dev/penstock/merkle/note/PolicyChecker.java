package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds checkpoints and proof files against a {@link TrustPolicy}. A key of the log's own never
 * counts as a witness, whatever the policy lists it as. Sees one checkpoint and no entries of the
 * log, so it follows no key rotation: each log key that is listed is right at every size, and who
 * lists a log's keys one after the other trusts each of them for all of it. Safe for use by several
 * threads.
 */
public final class PolicyChecker {
  private final TrustPolicy policy;
  private final NoteVerifier verifier;

  /** Public keys that are the log's own, or otherwise cannot be witnesses of it. */
  private final Set<VerificationKey> own = new HashSet<>();

  public PolicyChecker(Signatures signatures, TrustPolicy policy) {
    this(signatures, policy, Set.of());
  }

  /**
   * With more keys that shall not count as witnesses: a node that judges its own log gives all of
   * its own here.
   */
  public PolicyChecker(Signatures signatures, TrustPolicy policy, Set<VerificationKey> ownKeys) {
    this.policy = policy;
    List<NoteKey> keys = new ArrayList<>();
    policy.logs().forEach(log -> keys.add(log.key()));
    policy.witnesses().forEach(witness -> keys.add(witness.key()));
    this.verifier = new NoteVerifier(signatures, keys);
    own.addAll(ownKeys);
    policy.logs().forEach(log -> own.add(log.key().key()));
  }

  /** Checks a checkpoint as a note. */
  public PolicyCheck check(Note note) {
    return switch (Checkpoint.decode(note.text())) {
      case Decoded.Malformed<Checkpoint>(var why) -> new PolicyCheck.NotACheckpoint(why);
      case Decoded.Value<Checkpoint>(var checkpoint) ->
          switch (verifier.check(note)) {
            case NoteCheck.Forged(var key) -> new PolicyCheck.Forged(key);
            case NoteCheck.Unknown() -> new PolicyCheck.LogUnknown(checkpoint.origin());
            case NoteCheck.Verified(var signatures) -> check(checkpoint, signatures);
          };
    };
  }

  /** Checks a proof file about the entry with this leaf hash, C2SP tlog-proof. */
  public TlogProofCheck check(TlogProof proof, Digest leafHash) {
    // Step 1, the leaf hash, was the caller's. Steps 2 and 3: the log's signature and the quorum.
    PolicyCheck checkpoint = check(proof.checkpoint());
    if (!(checkpoint instanceof PolicyCheck.Satisfied satisfied)) {
      return new TlogProofCheck.CheckpointRefused(checkpoint);
    }
    // Step 4: the hashes bind the leaf hash to the signed root.
    Checkpoint head = satisfied.checkpoint();
    var inclusion = new InclusionProof(proof.index(), head.size(), proof.path());
    return switch (new ProofChecker(new TreeHasher()).inclusion(inclusion, leafHash, head.root())) {
      case ProofCheck.Verified() -> new TlogProofCheck.Verified(proof.index(), satisfied);
      case ProofCheck.Rejected(var flaw) -> new TlogProofCheck.NotIncluded(flaw);
    };
  }

  private PolicyCheck check(Checkpoint checkpoint, List<VerifiedSignature> signatures) {
    List<NoteKey> logKeys = new ArrayList<>();
    List<PolicyCheck.Cosigned> cosigned = new ArrayList<>();
    for (VerifiedSignature signature : signatures) {
      NoteKey key = signature.key();
      if (key.name().equals(checkpoint.origin()) && isLog(key)) {
        logKeys.add(key);
      }
      if (!own.contains(key.key()) && !key.name().equals(checkpoint.origin())) {
        policy.witnesses().stream()
            .filter(witness -> witness.key().equals(key))
            .forEach(witness -> cosigned.add(new PolicyCheck.Cosigned(witness, signature.time())));
      }
    }
    if (logKeys.isEmpty()) {
      return new PolicyCheck.LogUnknown(checkpoint.origin());
    }
    return isQuorum(cosigned)
        ? new PolicyCheck.Satisfied(checkpoint, logKeys, cosigned)
        : new PolicyCheck.QuorumMissed(checkpoint, policy.quorum(), cosigned);
  }

  private boolean isLog(NoteKey key) {
    return policy.logs().stream().anyMatch(log -> log.key().equals(key));
  }

  private boolean isQuorum(List<PolicyCheck.Cosigned> cosigned) {
    Set<String> witnessed = new HashSet<>();
    witnessed.add(TrustPolicy.NONE);
    cosigned.forEach(one -> witnessed.add(one.witness().name()));
    // Members stand before their group, so one pass in order decides each.
    for (TrustPolicy.Group group : policy.groups()) {
      long count = group.members().stream().filter(witnessed::contains).count();
      if (count >= group.threshold()) {
        witnessed.add(group.name());
      }
    }
    return witnessed.contains(policy.quorum());
  }
}
