package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that nobody hears for long. */
class OfflineTest {
  private static final int SMALL = 40_000;

  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void makeSite() throws IOException {
    site = new Site(folder);
  }

  /** Samples until nothing more is taken, with the wire cut. */
  private void fill(Telemetry telemetry) {
    site.fake.isWireCut = true;
    for (int i = 0; i < 500; i++) {
      var _ = telemetry.sample(1, null, Telemetry.GOOD, new byte[100]);
      site.fake.passMillis(100);
      try {
        telemetry.tick();
      } catch (IOException _) {
        // The wire is cut.
      }
    }
    assertThat(telemetry.sample(1, null, Telemetry.GOOD, new byte[100])).as("full").isFalse();
  }

  @Test
  void aDeviceWithAFullBufferStartsAgainAndAcksFreeIt() throws IOException {
    fill(site.start(SMALL));
    for (int boot = 2; boot <= 40; boot++) {
      Telemetry again = site.start(SMALL); // after a crash each time
      assertThat(again.unacknowledgedCount()).isPositive();
    }
    Telemetry last = site.start(SMALL);
    site.fake.isWireCut = false;
    last.tick();
    site.acknowledgeAll(last);
    site.fake.passMillis(1_000);
    last.tick();
    Seen.assertOneChain(site.fresh());
    assertThat(site.fresh().getLast().boot()).isEqualTo(41);
    assertThat(site.fresh().getLast().flags()).isEqualTo(Block.BOOT);
  }

  @Test
  void orderlyEndsWithAFullBufferTakeNoMoreThanTheReserve() throws IOException {
    fill(site.start(SMALL));
    for (int boot = 2; boot <= 60; boot++) {
      site.start(SMALL).close();
    }
    long stored = site.fake.stored().values().stream().mapToLong(block -> block.length).sum();
    assertThat(stored).isLessThan(SMALL + Settings.HEADER_BYTES);
    assertThat(site.start(SMALL).unacknowledgedCount()).isEqualTo(site.fake.storedCount());
  }

  @Test
  void anOrderlyEndSaysWhatWasDropped() throws IOException {
    Telemetry first = site.start(SMALL);
    fill(first);
    first.close();
    site.fake.isWireCut = false;
    site.start(SMALL).tick();
    List<List<Object>> gaps = site.records(10);
    assertThat(gaps).hasSize(1);
    long taken = site.records(1).size();
    assertThat(Seen.list(gaps.getFirst().get(7)).get(4)).isEqualTo(501 - taken);
  }

  @Test
  void whatIsStoredIsSentWhileTheStoreIsFull() throws IOException {
    Telemetry telemetry = site.start();
    site.fake.isWireCut = true;
    site.fake.passMillis(1_000);
    assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
    site.fake.isWireCut = false;
    site.fake.isStoreBroken = true;
    assertThat(telemetry.sample(1, null, Telemetry.GOOD, 1)).isTrue();
    site.fake.passMillis(1_000);
    assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
    assertThat(site.fake.sent).as("only what is durable").hasSize(1);
    site.acknowledgeAll(telemetry);
    assertThat(site.fake.storedCount()).as("which makes room").isZero();
    site.fake.isStoreBroken = false;
    telemetry.tick();
    Seen.assertOneChain(site.fresh());
    assertThat(site.records(1)).hasSize(1);
  }

  @Test
  void anEndThatHadNoRoomForAllThatWaitedIsNotCalledOrderly() throws IOException {
    fill(site.start(SMALL));
    for (int boot = 2; boot <= 60; boot++) {
      site.start(SMALL).close();
    }
    Telemetry last = site.start(SMALL);
    site.fake.isWireCut = false;
    last.tick();
    site.acknowledgeAll(last);
    site.fake.passMillis(1_000);
    last.tick();
    List<Object> boot = Seen.list(site.records(12).getLast().get(7));
    assertThat(boot.subList(0, 3)).containsExactly(61L, "fw", 2L);
  }

  @Test
  void heartbeatsBecomeRarerWhileNobodyAnswers() throws IOException {
    Telemetry telemetry = site.start();
    site.fake.isWireCut = true;
    for (int second = 0; second < 36 * 3600; second++) {
      site.fake.passMillis(1_000);
      if (second % 10 == 0) {
        assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
      }
    }
    assertThat(telemetry.sample(1, null, Telemetry.GOOD, 1)).isTrue();
    assertThat(site.fake.storedCount()).isBetween(100, 1_000);
  }

  @Test
  void heartbeatsAreAsFrequentAsEverOnceAcksHaveCome() throws IOException {
    Telemetry telemetry = site.start();
    for (int i = 0; i < 100; i++) {
      site.fake.passMillis(10_000);
      telemetry.tick();
      site.acknowledgeAll(telemetry);
      site.fake.sent.clear();
    }
    site.fake.passMillis(10_000);
    telemetry.tick();
    assertThat(site.fake.sent).hasSize(1);
  }
}
