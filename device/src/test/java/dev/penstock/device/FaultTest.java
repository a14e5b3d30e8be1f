package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.device.FakeWorld.Fault;
import dev.penstock.device.software.SoftwareKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of the store goes wrong once, in each way there is. */
class FaultTest {
  @TempDir private Path folder;
  private Site site;

  /** The key that the device was left with; a key change may or may not have come about. */
  private DeviceKey old;

  private SoftwareKey next;

  @BeforeEach
  void makeKeys() throws IOException {
    site = new Site(folder);
    next = SoftwareKey.create(folder.resolve("next.key"), SoftwareKey.EDDSA, new SecureRandom());
  }

  /** What a device lives through, step by step; a step that failed is tried again. */
  private final class Life {
    final List<Long> accepted = new ArrayList<>();
    Telemetry telemetry;
    int crashes;
    private long samples;
    private int acknowledged;

    void run() throws IOException {
      old = site.key;
      start();
      for (int i = 0; i < 12; i++) {
        long point = samples++;
        if (telemetry.sample(point, null, Telemetry.GOOD, i)) {
          accepted.add(point);
        }
        site.fake.passMillis(1_000);
        step(() -> telemetry.tick());
        if (i % 3 == 2) {
          step(this::acknowledgeOne);
        }
        if (i == 4) {
          step(() -> telemetry.changeKey(next, "yearly"));
        }
        if (i == 8) {
          step(() -> telemetry.close());
          start();
        }
      }
      site.fake.passMillis(20_000);
      step(() -> telemetry.tick());
      telemetry.tick();
    }

    private void acknowledgeOne() throws IOException {
      byte[] message = site.fake.sent.get(acknowledged++);
      var _ = telemetry.acknowledged(site.ack(message, new byte[16]));
    }

    private void start() throws IOException {
      try {
        telemetry = startWith(old);
      } catch (FakeWorld.PowerLost _) {
        crashes++;
        telemetry = startWith(old);
      } catch (IOException _) {
        telemetry = startWith(old);
      }
    }

    private Telemetry startWith(DeviceKey key) throws IOException {
      try {
        return Telemetry.start(Site.settings(4 << 20), key, site.world);
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("another key")) {
          throw e;
        }
        old = next;
        return Telemetry.start(Site.settings(4 << 20), next, site.world);
      }
    }

    private void step(Step step) throws IOException {
      try {
        step.run();
      } catch (FakeWorld.PowerLost _) {
        crashes++;
        telemetry = startWith(old);
      } catch (IOException _) {
        step.run();
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void assertNoTwoBlocksOfOneNumber() {
    Map<Long, byte[]> messages = new HashMap<>();
    for (byte[] message : site.fake.sent) {
      byte[] before = messages.putIfAbsent(Seen.of(message).seq(), message);
      assertThat(before == null || Arrays.equals(before, message)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theSameChainGoesOnWithTheSameBytes(Fault fault) throws IOException {
    new Life().run();
    int operations = site.fake.operations;
    assertThat(operations).isGreaterThan(20);
    for (int at = 0; at < operations; at++) {
      site = site.anew();
      site.fake.failAt(at, fault);
      var life = new Life();
      try {
        life.run();
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("operation " + at, e);
      }
      assertThat(life.crashes).as("operation %d", at).isEqualTo(fault.isCrash() ? 1 : 0);
      assertNoTwoBlocksOfOneNumber();
      Seen.assertOneChain(site.fresh());
      List<Object> points = site.records(1).stream().map(record -> record.get(3)).toList();
      assertThat(points).as("operation %d", at).doesNotHaveDuplicates();
      if (!fault.isCrash()) {
        assertThat(points)
            .as("operation %d", at)
            .containsExactlyElementsOf(new ArrayList<Object>(life.accepted));
      } else {
        // The crash takes what waited in memory at its moment, one sample at most here.
        assertThat(points).as("operation %d", at).hasSizeGreaterThan(life.accepted.size() - 3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aResetIsWholeOrHasNotHappened(Fault fault) throws IOException {
    for (int at = 0; at < 2; at++) { // reset asks for the blocks, and commits
      site = site.anew();
      Telemetry first = site.start();
      site.fake.isWireCut = true;
      site.fake.passMillis(1_000);
      assertThatThrownBy(first::tick).isInstanceOf(IOException.class);
      byte[] waiting = site.fake.stored().get(0L).clone();
      String chain = java.util.HexFormat.of().formatHex(Arrays.copyOf(waiting, 16));
      site.fake.loseState();
      site.fake.isWireCut = false;
      site.fake.operations = 0;
      site.fake.failAt(at, fault);
      var lost = new LostChain(chain, 0, "00".repeat(32), "state lost", 1, 10);
      Telemetry second;
      try {
        second = Telemetry.reset(Site.settings(4 << 20), site.key, site.world, lost);
      } catch (IOException | FakeWorld.PowerLost _) {
        second = Telemetry.reset(Site.settings(4 << 20), site.key, site.world, lost);
      }
      second.tick();
      assertThat(site.fake.sent).as("the old chain's block, the new chain's first").hasSize(2);
      assertThat(site.seen().get(0).chain()).isEqualTo(Arrays.copyOf(waiting, 16));
      Seen reset = site.seen().get(1);
      assertThat(reset.flags()).isEqualTo(Block.BOOT | Block.CHAIN_RESET);
      assertThat(reset.records().getFirst().get(1)).isEqualTo(14L);
      assertThat(second.acknowledged(site.ack(site.fake.sent.get(0), 1_000_000, new byte[16])))
          .isTrue();
      assertThat(second.acknowledged(site.ack(site.fake.sent.get(1), 1, new byte[16])))
          .as("each chain has its own count of acks")
          .isTrue();
      Telemetry third = site.start();
      site.fake.passMillis(1_000);
      third.tick();
      assertThat(site.seen().getLast().chain()).isEqualTo(reset.chain());
      assertThat(site.seen().getLast().seq()).isEqualTo(1);
    }
  }

  @Test
  void aDamagedBlockIsRecordedAndForgottenOnlyThen() throws IOException {
    Telemetry first = site.start();
    site.fake.isWireCut = true;
    for (int i = 0; i < 5; i++) {
      assertThat(first.sample(1, null, Telemetry.GOOD, i)).isTrue();
      site.fake.passMillis(1_000);
      assertThatThrownBy(first::tick).isInstanceOf(IOException.class);
    }
    site.fake.stored().put(1L, new byte[0]);
    site.fake.stored().put(3L, new byte[0]);
    site.fake.isWireCut = false;
    Telemetry crashed = site.start();
    assertThat(crashed.unacknowledgedCount()).isEqualTo(3);
    assertThat(site.fake.stored()).as("nothing says it yet").containsKeys(1L, 3L);
    Telemetry second = site.start();
    site.fake.passMillis(1_000);
    second.tick();
    List<List<Object>> gaps = site.records(10);
    assertThat(gaps).hasSize(1);
    List<Object> gap = Seen.list(gaps.getFirst().get(7));
    assertThat(gap.subList(0, 4)).containsExactly(10L, 1L, 1L, 3L);
    assertThat(gap.get(10)).isEqualTo(List.of("blocks", 2L));
    assertThat(site.fake.stored()).doesNotContainKeys(1L, 3L);
  }

  @Test
  void aStoredBlockThatIsNotTheStatesOwnIsRefused() throws IOException {
    Telemetry first = site.start();
    site.fake.passMillis(1_000);
    first.tick();
    byte[] other = site.fake.stored().get(0L).clone();
    other[30] ^= 1; // its link
    site.fake.stored().put(0L, other);
    assertThatThrownBy(site::start).isInstanceOf(IOException.class);
  }
}
