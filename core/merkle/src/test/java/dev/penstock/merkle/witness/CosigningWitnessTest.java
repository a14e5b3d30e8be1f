package dev.penstock.merkle.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CosigningWitnessTest {
  private static final NoteSigner ED25519 = NoteKeys.cosigner("w.example/1", 11);
  private static final NoteSigner ML_DSA = NoteKeys.mlDsaCosigner("w.example/1", 12);

  private final GrowingLog log = GrowingLog.ofSize(40);
  private final FakeClock clock = FakeClock.at(Instant.parse("2026-11-21T10:00:00.9Z"));
  private final Heads heads = new Heads();
  private final List<HeadConflict> conflicts = new ArrayList<>();
  private final CosigningWitness witness = witness(List.of(ED25519, ML_DSA));

  private CosigningWitness witness(List<NoteSigner> signers) {
    return new CosigningWitness(
        new WitnessRules(NoteKeys.SIGNATURES, List.of(log.signer.key())),
        signers,
        heads,
        clock,
        conflicts::add);
  }

  /** Keeps heads in memory, and fails when it is told to. */
  private static final class Heads implements WitnessedHeads {
    final Map<String, WitnessedHead> kept = new HashMap<>();
    boolean fails;

    @Override
    public Optional<WitnessedHead> head(String origin) {
      return Optional.ofNullable(kept.get(origin));
    }

    @Override
    public void advance(WitnessedHead next) throws IOException {
      if (fails) {
        throw new IOException("disk failed");
      }
      kept.put(next.checkpoint().origin(), next);
    }
  }

  private WitnessAnswer add(AddCheckpoint request) {
    return add(witness, request);
  }

  private static WitnessAnswer add(CosigningWitness to, AddCheckpoint request) {
    try {
      return to.add(request.encode());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cosignaturesOfBothKindsVerifyAndStateTheTime() {
    WitnessAnswer answer = add(log.request(0, 7));
    byte[] body = ((WitnessAnswer.Cosigned) answer).body();
    var checker = new CosignatureChecker(NoteKeys.SIGNATURES, List.of(ED25519.key(), ML_DSA.key()));
    assertThat(checker.check(log.head(7), body))
        .isInstanceOfSatisfying(
            CosignatureCheck.Good.class,
            good -> {
              assertThat(good.cosigned()).hasSize(2);
              assertThat(good.time())
                  .isEqualTo(Instant.parse("2026-11-21T10:00:00Z").getEpochSecond());
              assertThat(good.lines()).isEqualTo(body);
            });
    assertThat(checker.check(log.head(8), body)).isInstanceOf(CosignatureCheck.Bad.class);
  }

  @Test
  void theKeptNoteHasTheSignaturesOfTheLogAndOfTheWitness() throws IOException {
    WitnessAnswer.Cosigned answer = (WitnessAnswer.Cosigned) add(log.request(0, 7));
    byte[] note = witness.head(CosigningWitness.hash(GrowingLog.ORIGIN)).orElseThrow();
    assertThat(note)
        .isEqualTo(
            log.note(7)
                .with(answer.signatures().getFirst())
                .with(answer.signatures().getLast())
                .encode());
    assertThat(witness.head(CosigningWitness.hash("example.com/other"))).isEmpty();
  }

  @Test
  void nothingIsShownOfALogThatWasNeverCosigned() throws IOException {
    assertThat(witness.head(CosigningWitness.hash(GrowingLog.ORIGIN))).isEmpty();
  }

  @Test
  void withoutAKeptHeadNoCosignatureLeaves() {
    heads.fails = true;
    assertThatThrownBy(() -> witness.add(log.request(0, 7).encode()))
        .isInstanceOf(IOException.class)
        .hasMessage("disk failed");
    assertThat(heads.kept).isEmpty();
  }

  @Test
  void aClockBefore1970CosignsNothing() {
    clock.set(Instant.EPOCH);
    assertThatThrownBy(() -> witness.add(log.request(0, 7).encode()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("clock");
  }

  @Test
  void aLogMayGrowOnceASecondAndAFewTimesAtOnce() {
    GrowingLog fast = log.grow(100);
    for (int size = 1; size <= CosigningWitness.BURST; size++) {
      assertThat(add(fast.request(size - 1, size))).isInstanceOf(WitnessAnswer.Cosigned.class);
    }
    AddCheckpoint next = fast.request(CosigningWitness.BURST, CosigningWitness.BURST + 1);
    assertThat(add(next))
        .isInstanceOfSatisfying(
            WitnessAnswer.Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_OFTEN));
    clock.set(clock.instant().minusSeconds(3_600));
    assertThat(add(next))
        .as("a clock that steps back gives nothing")
        .isInstanceOf(WitnessAnswer.Refused.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(add(next)).isInstanceOf(WitnessAnswer.Cosigned.class);
    assertThat(add(fast.request(CosigningWitness.BURST + 1, CosigningWitness.BURST + 2)))
        .isInstanceOf(WitnessAnswer.Refused.class);
  }

  /** A head is public: whoever sends it again and again holds up neither disk nor log. */
  @Test
  void aHeadThatIsRepeatedWithoutEndGetsWhatItHas() {
    var _ = add(log.request(0, 7));
    WitnessAnswer last = add(log.request(7, 7));
    for (int i = 1; i < CosigningWitness.BURST; i++) {
      last = add(log.request(7, 7));
    }
    WitnessedHead kept = heads.kept.get(GrowingLog.ORIGIN);
    for (int i = 0; i < 10; i++) {
      assertThat(add(log.request(7, 7))).isEqualTo(last);
      assertThat(heads.kept.get(GrowingLog.ORIGIN)).isSameAs(kept);
    }
    assertThat(add(log.request(7, 8))).isInstanceOf(WitnessAnswer.Cosigned.class);
  }

  @Test
  void aContradictionIsToldOnce() {
    GrowingLog other = log.fork(5, 40);
    var _ = add(log.request(0, 7));
    for (int i = 0; i < 3; i++) {
      assertThat(add(other.request(7, 7)))
          .isEqualTo(
              new WitnessAnswer.Refused(
                  Refusal.INCONSISTENT,
                  "the log signed another root for size 7, which is cosigned"));
      assertThat(add(other.request(3, 7))).isEqualTo(new WitnessAnswer.OtherSize(7));
    }
    assertThat(conflicts).hasSize(1);
    assertThat(conflicts.getFirst().kind()).isEqualTo(HeadConflict.Kind.SPLIT_VIEW);
  }

  @Test
  void contradictionsWithoutEndAreToldAFewTimes() {
    var _ = add(log.request(0, 7));
    for (int i = 0; i < 50; i++) {
      byte[] root = new byte[32];
      root[0] = (byte) i;
      var head = new Checkpoint(GrowingLog.ORIGIN, 7, Digest.of(root));
      var _ = add(new AddCheckpoint(7, HashPath.EMPTY, NoteKeys.signed(head, 0, log.signer)));
    }
    assertThat(conflicts).hasSize(CosigningWitness.CONFLICTS_MAX);
  }

  @Test
  void itsKeysMustBeThoseOfACosigner() {
    for (List<NoteSigner> signers :
        List.of(
            List.<NoteSigner>of(),
            List.of(log.signer),
            List.of(NoteKeys.mlDsaCosigner(GrowingLog.ORIGIN, 5)))) {
      assertThatThrownBy(() -> witness(signers)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Two branches of one log ask in any order with any sizes; what is cosigned is one history. */
  @Test
  void whateverIsAskedNoTwoCosignedHeadsContradict() {
    Property.forAll(Gen.seeds())
        .cases(15, 1_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          GrowingLog other = log.fork(random.nextInt(30), 40);
          heads.kept.clear();
          CosigningWitness quick = witness(List.of(ED25519));
          List<Checkpoint> cosigned = new ArrayList<>();
          List<GrowingLog> by = new ArrayList<>();
          for (int i = 0; i < 40; i++) {
            clock.advance(Duration.ofSeconds(1));
            GrowingLog asker = random.nextBoolean() ? log : other;
            int to = random.nextInt(41);
            long last = cosigned.isEmpty() ? 0 : cosigned.getLast().size();
            long from = random.nextInt(4) == 0 ? random.nextInt(to + 1) : Math.min(to, last);
            var request = new AddCheckpoint(from, asker.path(from, to), asker.note(to));
            if (add(quick, request) instanceof WitnessAnswer.Cosigned) {
              cosigned.add(asker.head(to));
              by.add(asker);
            }
          }
          assertThat(cosigned).isNotEmpty();
          for (int i = 0; i < cosigned.size(); i++) {
            for (int j = i; j < cosigned.size(); j++) {
              Checkpoint before = cosigned.get(i);
              assertThat(before.size()).isLessThanOrEqualTo(cosigned.get(j).size());
              assertThat(by.get(j).root(before.size())).isEqualTo(before.root());
            }
          }
        });
  }
}
