package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.TrustPolicy.Group;
import dev.penstock.merkle.note.TrustPolicy.Log;
import dev.penstock.merkle.note.TrustPolicy.Witness;
import dev.penstock.signature.SignatureAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyCheckerTest {
  private static final String ORIGIN = "example.com/log";

  private final Digest root = new TreeHasher().leaf(new byte[] {1});
  private final Checkpoint head = new Checkpoint(ORIGIN, 1, root);
  private final NoteSigner log = NoteKeys.log(ORIGIN, 1);
  private final NoteSigner logMlDsa = NoteKeys.mlDsaCosigner(ORIGIN, 1);
  private final NoteSigner x1 = NoteKeys.cosigner("x1.example", 11);
  private final NoteSigner x2 = NoteKeys.cosigner("x2.example", 12);
  private final NoteSigner x3 = NoteKeys.mlDsaCosigner("x3.example", 13);
  private final NoteSigner y1 = NoteKeys.cosigner("y1.example", 14);
  private final List<Witness> witnesses =
      List.of(witness("X1", x1), witness("X2", x2), witness("X3", x3), witness("Y1", y1));
  private final List<Group> groups =
      List.of(
          new Group("X", 2, List.of("X1", "X2", "X3")),
          new Group("Y", 1, List.of("Y1")),
          new Group("X-and-Y", 2, List.of("X", "Y")));

  private static Witness witness(String name, NoteSigner signer) {
    return new Witness(name, signer.key(), Optional.empty());
  }

  private static List<Log> logs(NoteSigner... signers) {
    return List.of(signers).stream()
        .map(signer -> new Log(signer.key(), Optional.empty()))
        .toList();
  }

  private PolicyCheck check(String quorum, NoteSigner... signers) {
    var policy = new TrustPolicy(logs(log), witnesses, groups, quorum);
    return new PolicyChecker(NoteKeys.SIGNATURES, policy).check(NoteKeys.signed(head, 77, signers));
  }

  @Test
  void theQuorumIsMetExactlyWhenEnoughMembersOfEnoughGroupsCosigned() {
    NoteSigner[] all = {x1, x2, x3, y1};
    for (int set = 0; set < 16; set++) {
      List<NoteSigner> signers = new ArrayList<>(List.of(log));
      for (int i = 0; i < all.length; i++) {
        if ((set >> i & 1) == 1) {
          signers.add(all[i]);
        }
      }
      boolean isMet = Integer.bitCount(set & 7) >= 2 && (set & 8) != 0;
      PolicyCheck check = check("X-and-Y", signers.toArray(NoteSigner[]::new));
      assertThat(check instanceof PolicyCheck.Satisfied).as("set %d", set).isEqualTo(isMet);
      assertThat(check instanceof PolicyCheck.QuorumMissed).as("set %d", set).isEqualTo(!isMet);
    }
  }

  @Test
  void whoSignedAndWhenIsSaid() {
    assertThat(check("X", log, x3, x1))
        .isEqualTo(
            new PolicyCheck.Satisfied(
                head,
                List.of(log.key()),
                List.of(
                    new PolicyCheck.Cosigned(witnesses.get(2), 77),
                    new PolicyCheck.Cosigned(witnesses.get(0), 77))));
  }

  @Test
  void aSingleWitnessOrNoneCanBeTheQuorum() {
    assertThat(check("Y1", log, y1)).isInstanceOf(PolicyCheck.Satisfied.class);
    assertThat(check("Y1", log, x1, x2, x3)).isInstanceOf(PolicyCheck.QuorumMissed.class);
    assertThat(check("none", log)).isInstanceOf(PolicyCheck.Satisfied.class);
  }

  @Test
  void theLogItselfMustHaveSigned() {
    assertThat(check("X", x1, x2)).isEqualTo(new PolicyCheck.LogUnknown(ORIGIN));
    assertThat(check("none", NoteKeys.log("other.example", 3)))
        .isEqualTo(new PolicyCheck.LogUnknown(ORIGIN));
  }

  @Test
  void aLogsKeyIsGoodForItsOwnOriginOnly() {
    NoteSigner other = NoteKeys.log("other.example", 3);
    var policy = new TrustPolicy(logs(log, other), witnesses, groups, "none");
    var checker = new PolicyChecker(NoteKeys.SIGNATURES, policy);
    assertThat(checker.check(NoteKeys.signed(head, 77, other)))
        .isEqualTo(new PolicyCheck.LogUnknown(ORIGIN));
    var otherHead = new Checkpoint("other.example", 1, root);
    assertThat(checker.check(NoteKeys.signed(otherHead, 77, other)))
        .isInstanceOf(PolicyCheck.Satisfied.class);
  }

  /** log.md §7: our own signatures never count toward a witness quorum. */
  @Test
  void theLogsOwnKeysNeverCountAsWitnesses() {
    // Listed under the log's own name, or as a second name for the log's own key.
    NoteSigner alias = NoteKeys.cosigner("innocent.example", 1);
    List<Witness> own = List.of(witness("own", logMlDsa), witness("alias", alias));
    for (String quorum : List.of("own", "alias")) {
      var policy = new TrustPolicy(logs(log), own, List.of(), quorum);
      assertThat(
              new PolicyChecker(NoteKeys.SIGNATURES, policy)
                  .check(NoteKeys.signed(head, 77, log, logMlDsa, alias)))
          .as(quorum)
          .isEqualTo(new PolicyCheck.QuorumMissed(head, quorum, List.of()));
    }
    // A witness that the caller knows to be its own.
    var policy = new TrustPolicy(logs(log), witnesses, groups, "Y1");
    var ownKeys = Set.of(NoteKeys.signer(SignatureAlgorithm.ED25519, 14).key());
    assertThat(
            new PolicyChecker(NoteKeys.SIGNATURES, policy, ownKeys)
                .check(NoteKeys.signed(head, 77, log, y1)))
        .isEqualTo(new PolicyCheck.QuorumMissed(head, "Y1", List.of()));
  }

  @Test
  void aForgedCosignatureOfAListedWitnessRejectsAll() {
    Note note = NoteKeys.signed(head, 77, log, x1, x2, y1);
    Note forged = note.with(NoteSignature.of("x3.example", x3.key().id(), new byte[2_428]));
    var policy = new TrustPolicy(logs(log), witnesses, groups, "X-and-Y");
    assertThat(new PolicyChecker(NoteKeys.SIGNATURES, policy).check(forged))
        .isEqualTo(new PolicyCheck.Forged(x3.key()));
  }

  @Test
  void anMlDsaKeyCanBeTheLogsKey() {
    var policy = new TrustPolicy(logs(logMlDsa), witnesses, groups, "none");
    assertThat(
            new PolicyChecker(NoteKeys.SIGNATURES, policy)
                .check(NoteKeys.signed(head, 77, logMlDsa)))
        .isInstanceOf(PolicyCheck.Satisfied.class);
  }

  @Test
  void aNoteThatIsNoCheckpointIsNamed() {
    var policy = new TrustPolicy(logs(log), witnesses, groups, "none");
    var note = new Note("hello\n", List.of(NoteSignature.of("n", 1, new byte[1])));
    assertThat(new PolicyChecker(NoteKeys.SIGNATURES, policy).check(note))
        .isInstanceOf(PolicyCheck.NotACheckpoint.class);
  }
}
