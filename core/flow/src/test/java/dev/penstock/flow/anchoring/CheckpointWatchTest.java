package dev.penstock.flow.anchoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.merkle.witness.HeadComparison;
import dev.penstock.merkle.witness.HeadConflict;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointWatchTest {
  private static final String ORIGIN = "plant7.example/log";
  private static final JdkSignatures SIGNATURES = new JdkSignatures();
  private static final NoteSigner KEY = newKey();

  private final MemoryGrowth log = new MemoryGrowth(0, 20);
  private final HeadChecker checker = new HeadChecker(ORIGIN, SIGNATURES, List.of(KEY.key()));

  private static NoteSigner newKey() {
    try {
      return NoteSigner.ofLog(
          ORIGIN,
          SIGNATURES.signer(
              SignatureAlgorithm.ED25519,
              KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  /** A log whose leaves from an index on are its own. */
  private static final class MemoryGrowth implements Growth {
    private final TreeHasher hasher = new TreeHasher();
    private final LeafTree tree = new LeafTree(hasher);

    MemoryGrowth(int forkedAt, int size) {
      for (int i = 0; i < size; i++) {
        byte[] entry = {(byte) i, (byte) (i < forkedAt || forkedAt == 0 ? 0 : 1)};
        tree.append(hasher.leaf(entry).bytes(), 0, 1);
      }
    }

    @Override
    public long size() {
      return tree.size();
    }

    @Override
    public Digest root(long size) throws IOException {
      return size == 0 ? hasher.emptyRoot() : new ProofMaker(hasher, tree).root(size);
    }

    @Override
    public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
      return new ProofMaker(hasher, tree).consistency(oldSize, newSize);
    }

    AnchorHead head(long size) throws IOException {
      var head = new Checkpoint(ORIGIN, size, root(size));
      try {
        return new AnchorHead(head, new Note(head.text(), List.of(KEY.sign(head, 0))));
      } catch (SigningException e) {
        throw new AssertionError(e);
      }
    }
  }

  private CheckpointWatch.Seen compare(long ours, AnchorHead seen) throws IOException {
    return new CheckpointWatch(checker, log).compare(log.head(ours), seen.note().encode());
  }

  @Test
  void everyHeadThatTheLogHadAgrees() throws IOException {
    for (long size = 0; size <= 20; size++) {
      assertThat(compare(15, log.head(size)))
          .isEqualTo(new CheckpointWatch.Seen.Agrees(log.head(size).checkpoint()));
      assertThat(HeadFindings.of(compare(15, log.head(size)))).isEmpty();
    }
  }

  @Test
  void aHeadThatIsLargerThanTheLogSaysThatTheLogWasPutBack() throws IOException {
    AnchorHead larger = new MemoryGrowth(0, 30).head(30);
    CheckpointWatch.Seen seen = compare(15, larger);
    assertThat(seen)
        .isEqualTo(new CheckpointWatch.Seen.Ahead(30, log.head(15).note(), larger.note()));
    FindingMade finding = HeadFindings.of(seen).orElseThrow();
    assertThat(finding.code()).isEqualTo(HeadFindings.REWRITE);
    assertThat(finding.reason()).isEqualTo(HeadFindings.AHEAD_OF_US);
    assertThat(List.of(finding.first(), finding.last())).containsExactly(15L, 30L);
    assertThat(finding.evidence())
        .containsExactly(
            ByteString.of(log.head(15).note().encode()), ByteString.of(larger.note().encode()));
  }

  @Test
  void anotherRootForOurSizeIsASplitView() throws IOException {
    AnchorHead other = new MemoryGrowth(7, 20).head(15);
    FindingMade finding = HeadFindings.of(compare(15, other)).orElseThrow();
    assertThat(finding.code()).isEqualTo(HeadFindings.SPLIT_VIEW);
    assertThat(finding.reason()).isEqualTo(HeadFindings.SAME_SIZE);
    assertThat(finding.evidence())
        .containsExactly(
            ByteString.of(log.head(15).note().encode()), ByteString.of(other.note().encode()));
    assertThat(finding.details().values()).containsEntry("origin", SampleValue.of(ORIGIN));
  }

  /** Whoever gets the finding needs nothing else to see that it is true. */
  @Test
  void aSmallerHeadThatWeNeverHadIsARewriteThatAnybodyCanCheck() throws IOException {
    MemoryGrowth other = new MemoryGrowth(7, 20);
    for (long size = 8; size < 15; size++) {
      FindingMade finding = HeadFindings.of(compare(15, other.head(size))).orElseThrow();
      assertThat(finding.code()).isEqualTo(HeadFindings.REWRITE);
      assertThat(finding.reason()).isEqualTo(HeadFindings.OTHER_BEGINNING);
      assertThat(checker.check(conflictOf(finding)))
          .isInstanceOf(HeadComparison.Contradictory.class);
    }
  }

  private static HeadConflict conflictOf(FindingMade finding) {
    if (!(AddCheckpoint.decode(finding.evidence().get(2).bytes())
        instanceof Decoded.Value<AddCheckpoint>(var shown))) {
      throw new AssertionError("the third piece of evidence is no request");
    }
    assertThat(shown.oldSize()).isEqualTo(finding.first());
    assertThat(finding.details().values().get("beginning"))
        .isInstanceOfSatisfying(SampleValue.class, text -> assertThat(text).isNotNull());
    return new HeadConflict(
        HeadConflict.Kind.REWRITE,
        ORIGIN,
        noteOf(finding.evidence().get(0)),
        noteOf(finding.evidence().get(1)),
        Optional.of(
            new HeadConflict.Beginning(
                Digest.of(HexFormat.of().parseHex(beginningOf(finding))), shown.proof())));
  }

  private static String beginningOf(FindingMade finding) {
    return String.valueOf(finding.details().values().get("beginning"))
        .replaceAll("(?s).*?([0-9a-f]{64}).*", "$1");
  }

  private static Note noteOf(ByteString bytes) {
    return Note.decode(bytes.bytes()).toOptional().orElseThrow();
  }

  @Test
  void aHeadBetweenOurNewestAndOurLogIsKnownByOurFilesOnly() throws IOException {
    AnchorHead other = new MemoryGrowth(7, 20).head(18);
    CheckpointWatch.Seen seen = compare(15, other);
    assertThat(seen)
        .isInstanceOfSatisfying(
            CheckpointWatch.Seen.Contradicts.class, found -> assertThat(found.proof()).isEmpty());
    FindingMade finding = HeadFindings.of(seen).orElseThrow();
    assertThat(finding.reason()).isEqualTo(HeadFindings.NOT_IN_OUR_FILES);
    assertThat(finding.evidence()).hasSize(2);
  }

  @Test
  void whatOurKeyDidNotSignSaysNothingAboutUs() throws IOException {
    AnchorHead head = log.head(15);
    var watch = new CheckpointWatch(checker, log);
    var forged = new Note(log.head(14).note().text(), head.note().signatures());
    for (byte[] bytes :
        List.of(new byte[0], new byte[70_000], forged.encode(), new byte[] {'a', '\n'})) {
      CheckpointWatch.Seen seen = watch.compare(head, bytes);
      assertThat(seen).isInstanceOf(CheckpointWatch.Seen.Unusable.class);
      assertThat(HeadFindings.of(seen)).isEmpty();
    }
  }

  @Test
  void ourOwnHeadMustBeOurs() throws IOException {
    AnchorHead head = log.head(15);
    var bad =
        new AnchorHead(
            head.checkpoint(), new Note(head.note().text(), log.head(3).note().signatures()));
    assertThatThrownBy(() -> new CheckpointWatch(checker, log).compare(bad, head.note().encode()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
