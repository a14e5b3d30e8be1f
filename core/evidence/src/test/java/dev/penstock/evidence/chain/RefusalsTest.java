package dev.penstock.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.merkle.Digest;
import org.junit.jupiter.api.Test;

/** chain.md §3: verbatim for the first 16 of a source and hour, then count and rolling digest. */
class RefusalsTest {
  private static final long HOUR = 3600 * Maker.SECOND;

  private final Maker maker = new Maker("pump-7");
  private final Watch watch = Watch.of(maker);

  private static byte[] junk(int n) {
    return Maker.utf8("junk " + n);
  }

  @Test
  void theFirstSixteenOfAnHourAreToldAndTheRestIsCounted() {
    // No key is admitted, so nothing is silent.
    var watch = new Watch();
    long start = maker.now() / HOUR * HOUR;
    Digest rolling = Digest.of(new byte[32]);
    for (int n = 0; n < 40; n++) {
      var _ = watch.arrive(junk(n), start + n, 1);
      if (n >= 16) {
        rolling = Sha256.of(rolling.bytes(), Sha256.of(junk(n)).bytes());
      }
    }
    assertThat(watch.findings()).hasSize(16);
    watch.tick(start + HOUR - 1);
    assertThat(watch.findings()).hasSize(16);
    watch.tick(start + HOUR);
    assertThat(watch.findings()).hasSize(17);
    Finding rest = watch.findings().get(16);
    assertThat(rest.count()).isEqualTo(24);
    assertThat(rest.rolling()).isEqualTo(rolling);
    assertThat(rest.evidence()).isEmpty();
    var _ = watch.arrive(junk(99), start + HOUR + 1, 1);
    assertThat(watch.findings()).hasSize(18);
    watch.tick(start + 3 * HOUR);
    assertThat(watch.findings()).hasSize(18);
    watch.replay();
  }

  @Test
  void unknownKeysShareOneBudgetAndAKnownSourceHasItsOwn() {
    for (int n = 0; n < 20; n++) {
      var stranger = new Maker("stranger " + n);
      var _ = watch.arrive(stranger.block().message(), maker.now(), 1);
    }
    assertThat(watch.findings()).hasSize(16);
    byte[] message = maker.block().message();
    message[message.length - 1] ^= 1;
    var _ = watch.arrive(message, maker.now(), 1);
    assertThat(watch.findings()).hasSize(17);
    assertThat(watch.findings().get(16).origin()).isEqualTo("pump-7");
    assertThat(watch.findings().get(15).origin()).isEqualTo("test");
    watch.replay();
  }

  @Test
  void aRefusedMessageIsNamedByLengthAndDigest() {
    byte[] message = new byte[100_000];
    var _ = watch.arrive(message, maker.now(), 1);
    Finding finding = watch.only(FindingCode.TAMPERED);
    FindingMade record = finding.toRecordValue();
    assertThat(record.evidence()).isEmpty();
    assertThat(record.rolling()).isEqualTo(Sha256.of(message));
    assertThat(record.text()).contains("100000 bytes");
  }

  @Test
  void aFindingKeepsNeitherKeyNorRecordsOfARefusedBlock() {
    var late = new Maker("pump-8");
    byte[] message = late.block().message();
    assertThat(watch.arrive(message, maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    Finding finding = watch.only(FindingCode.FOREIGN);
    // The signed header only: K and the records would give away what is withheld later.
    assertThat(finding.evidence()).hasSize(1);
    assertThat(finding.evidence().get(0).size()).isLessThan(message.length - 32);
    assertThat(message.length - finding.evidence().get(0).size()).isGreaterThan(64);
    assertThat(finding.rolling()).isEqualTo(Sha256.of(message));
  }

  @Test
  void aMessageLongerThanAnyBlockIsCutBeforeItIsJudgedAndReplaysTheSame() {
    byte[] block = maker.block().message();
    byte[] message = java.util.Arrays.copyOf(block, 1_100_000);
    assertThat(watch.arrive(message, maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    Finding finding = watch.only(FindingCode.TAMPERED);
    assertThat(finding.rolling()).isEqualTo(Sha256.of(message));
    assertThat(finding.describe()).contains("1100000 bytes");
  }

  @Test
  void anEventThatNoReaderWouldTakeCannotBeMade() {
    assertThatThrownBy(() -> new ObserverEvent.Arrived(1, 1, "x".repeat(256), ByteString.EMPTY))
        .hasMessageContaining("listener has 256 bytes");
    ByteString tooLong = ByteString.of(new byte[ObserverEventCodec.MESSAGE_BYTES_MAX + 1]);
    assertThatThrownBy(() -> new ObserverEvent.Arrived(1, 1, "x", tooLong))
        .hasMessageContaining("must be cut");
  }

  @Test
  void whatASenderNamesItselfCannotMoveTheCursor() {
    var stranger = new Maker("\u001b[2Jpump\u202e-8\n");
    assertThat(watch.arrive(stranger.block().message(), maker.now(), 1)).isEqualTo(Verdict.REFUSED);
    String text = watch.only(FindingCode.FOREIGN).describe();
    assertThat(text).contains("\\u{1b}[2Jpump\\u{202e}-8\\u{a}");
    assertThat(text.codePoints()).noneMatch(c -> c < 0x20 || c == 0x202e);
  }

  @Test
  void whatWasCountedIsToldAtTheEnd() {
    for (int n = 0; n < 40; n++) {
      var _ = watch.arrive(junk(n), maker.now(), 1);
    }
    watch.replay();
    assertThat(watch.end()).hasSize(1).allMatch(finding -> finding.count() == 24);
    assertThat(watch.end()).isEmpty();
  }
}
