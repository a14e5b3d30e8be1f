package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acks that come late, twice or in another order. */
class AckTest {
  @TempDir private Path folder;
  private Site site;

  @BeforeEach
  void makeSite() throws IOException {
    site = new Site(folder);
  }

  private static byte[] challenge(int with) {
    byte[] bytes = new byte[16];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  private Object echoOfTheNext(Telemetry telemetry) throws IOException {
    site.fake.passMillis(10_000);
    telemetry.tick();
    return site.seen().getLast().header().get(13);
  }

  @Test
  void anOlderAckNeverTurnsTheEchoBack() throws IOException {
    Telemetry telemetry = site.start();
    var _ = echoOfTheNext(telemetry);
    var _ = echoOfTheNext(telemetry);
    byte[] late = site.ack(site.fake.sent.get(0), 7, challenge(1));
    byte[] newer = site.ack(site.fake.sent.get(1), 8, challenge(2));
    assertThat(telemetry.acknowledged(newer)).isTrue();
    assertThat(echoOfTheNext(telemetry)).isEqualTo(challenge(2));
    assertThat(telemetry.acknowledged(late)).isFalse();
    assertThat(echoOfTheNext(telemetry)).isEqualTo(challenge(2));
    assertThat(telemetry.acknowledged(site.ack(site.fake.sent.get(0), 9, challenge(2))))
        .as("the gateway's answer when the block comes again")
        .isTrue();
  }

  @Test
  void anAckFromBeforeTheLastEchoIsNotTakenAfterARestart() throws IOException {
    for (boolean isOrderly : new boolean[] {true, false}) {
      site = site.anew();
      Telemetry telemetry = site.start();
      var _ = echoOfTheNext(telemetry);
      var _ = echoOfTheNext(telemetry);
      byte[] late = site.ack(site.fake.sent.get(0), 7, challenge(1));
      byte[] newer = site.ack(site.fake.sent.get(1), 8, challenge(2));
      assertThat(telemetry.acknowledged(newer)).isTrue();
      assertThat(echoOfTheNext(telemetry)).isEqualTo(challenge(2));
      if (isOrderly) {
        telemetry.close();
      }
      Telemetry again = site.start();
      assertThat(again.acknowledged(late)).isFalse();
      assertThat(echoOfTheNext(again)).isEqualTo("null");
    }
  }

  @Test
  void aBlockThatWaitedForTheStoreCarriesTheNewestCount() throws IOException {
    Telemetry telemetry = site.start();
    var _ = echoOfTheNext(telemetry);
    site.fake.isStoreBroken = true;
    site.fake.passMillis(10_000);
    try {
      telemetry.tick();
    } catch (IOException _) {
      // The store is broken.
    }
    assertThat(telemetry.acknowledged(site.ack(site.fake.sent.get(0), 7, challenge(1)))).isTrue();
    site.fake.isStoreBroken = false;
    telemetry.tick();
    byte[] second = site.fake.sent.getLast();
    Telemetry again = site.start();
    assertThat(again.acknowledged(site.ack(second, 7, challenge(3)))).isFalse();
    assertThat(again.acknowledged(site.ack(second, 8, challenge(3)))).isTrue();
  }
}
