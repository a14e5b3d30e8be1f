package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.device.software.SoftwareKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key change while samples come in, and one that fails. */
class KeyChangeTest {
  @TempDir private Path folder;
  private Site site;
  private SoftwareKey next;

  @BeforeEach
  void makeKeys() throws IOException {
    site = new Site(folder);
    next = SoftwareKey.create(folder.resolve("next.key"), SoftwareKey.EDDSA, new SecureRandom());
  }

  /** A key that does something else before it signs for the given time. */
  private static DeviceKey interrupted(DeviceKey key, int at, Interruption interruption) {
    return new DeviceKey() {
      private int signed;

      @Override
      public int algorithm() {
        return key.algorithm();
      }

      @Override
      public byte[] publicKey() {
        return key.publicKey();
      }

      @Override
      public byte[] sign(byte[] message) throws IOException {
        if (signed++ == at) {
          interruption.happen();
        }
        return key.sign(message);
      }
    };
  }

  private interface Interruption {
    void happen() throws IOException;
  }

  private void assertKeyBlocks(List<Seen> blocks) {
    List<Seen> flagged =
        blocks.stream()
            .filter(block -> (block.flags() & (Block.KEY_CHANGE | Block.KEY_CONFIRM)) != 0)
            .toList();
    assertThat(flagged).hasSize(2);
    for (Seen block : flagged) {
      assertThat(block.records()).hasSize(1);
      assertThat(block.records().getFirst().get(1)).isEqualTo(13L);
    }
    assertThat(flagged.get(1).seq()).isEqualTo(flagged.get(0).seq() + 1);
    assertThat(site.records(13)).hasSize(2);
  }

  @Test
  void aSampleThatComesWhileTheKeyChangesIsBehindIt() throws IOException {
    for (int at = 0; at < 2; at++) {
      site = site.anew();
      var running = new Telemetry[1];
      Interruption sample =
          () -> assertThat(running[0].sample(5, null, Telemetry.GOOD, 5)).isTrue();
      DeviceKey slow = interrupted(site.key, at, sample);
      running[0] = Telemetry.start(Site.settings(4 << 20), slow, site.world);
      running[0].changeKey(next, "yearly");
      site.fake.passMillis(1_000);
      running[0].tick();
      Seen.assertOneChain(site.fresh());
      assertKeyBlocks(site.fresh());
      assertThat(site.records(1)).hasSize(1);
      List<Object> numbers =
          site.fresh().stream()
              .flatMap(block -> block.records().stream())
              .map(List::getFirst)
              .toList();
      assertThat(numbers).containsExactly(0L, 1L, 2L, 3L);
    }
  }

  @Test
  void aChangeThatCannotBeSignedLeavesTheOldKeyAndAGapRecord() throws IOException {
    for (boolean isOld : new boolean[] {true, false}) {
      site = site.anew();
      Interruption failure =
          () -> {
            throw new IOException("no token");
          };
      DeviceKey first = isOld ? interrupted(site.key, 1, failure) : site.key;
      DeviceKey second = isOld ? next : interrupted(next, 0, failure);
      Telemetry telemetry = Telemetry.start(Site.settings(4 << 20), first, site.world);
      assertThatThrownBy(() -> telemetry.changeKey(second, "yearly"))
          .isInstanceOf(IOException.class);
      assertThat(telemetry.sample(5, null, Telemetry.GOOD, 5)).isTrue();
      site.fake.passMillis(1_000);
      telemetry.tick();
      Seen.assertOneChain(site.fresh());
      assertThat(site.records(13)).as("neither record went into a block").isEmpty();
      assertThat(site.records(1)).hasSize(1);
      List<Object> gap = Seen.list(site.records(10).getFirst().get(7));
      assertThat(gap.subList(2, 5)).containsExactly(1L, 2L, 2L);
      telemetry.changeKey(second, "again");
      telemetry.tick();
      Seen.assertOneChain(site.fresh());
      assertKeyBlocks(site.fresh());
    }
  }

  @Test
  void threadsThatSampleWhileTheKeyChangesLoseNothing() throws Exception {
    Telemetry telemetry = site.start();
    var accepted = new AtomicLong();
    var isOver = new AtomicBoolean();
    try (var threads = Executors.newThreadPerTaskExecutor(Executors.defaultThreadFactory())) {
      List<Future<?>> sampling = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        sampling.add(
            threads.submit(() -> {
              while (!isOver.get() && accepted.get() < 20_000) {
                if (telemetry.sample(1, null, Telemetry.GOOD, 1)) {
                  accepted.getAndIncrement();
                }
              }
            }));
      }
      while (accepted.get() < 200) {
        Thread.onSpinWait();
      }
      telemetry.changeKey(next, "yearly");
      isOver.set(true);
      for (Future<?> each : sampling) {
        each.get();
      }
    }
    for (int i = 0; i < 2; i++) { // what does not fill a block waits its second
      site.fake.passMillis(1_000);
      telemetry.tick();
    }
    Seen.assertOneChain(site.fresh());
    assertKeyBlocks(site.fresh());
    assertThat(site.records(1)).hasSize((int) accepted.get());
    List<Object> numbers =
        site.fresh().stream()
            .flatMap(block -> block.records().stream())
            .map(List::getFirst)
            .toList();
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(numbers).as("in the order they were taken").isSorted();
  }

  @Test
  void aKeyChangeWithoutRoomIsRefusedAndTheOldKeyGoesOn() throws IOException {
    Telemetry telemetry = site.start(40_000);
    site.fake.isWireCut = true;
    while (telemetry.sample(1, null, Telemetry.GOOD, new byte[1_000])) {
      site.fake.passMillis(1_000);
      assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
    }
    site.fake.passMillis(100_000);
    assertThatThrownBy(telemetry::tick).isInstanceOf(IOException.class);
    for (int i = 0; i < 100; i++) {
      try {
        telemetry.changeKey(next, "yearly");
        next =
            SoftwareKey.create(folder.resolve(i + ".key"), SoftwareKey.EDDSA, new SecureRandom());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("no room");
      }
    }
    long stored = site.fake.stored().values().stream().mapToLong(block -> block.length).sum();
    assertThat(stored).isLessThan(40_000);
  }

  @Test
  void aKeyThatGivesAnotherFormThanARawSignatureIsRefused() throws IOException {
    DeviceKey der =
        new DeviceKey() {
          @Override
          public int algorithm() {
            return next.algorithm();
          }

          @Override
          public byte[] publicKey() {
            return next.publicKey();
          }

          @Override
          public byte[] sign(byte[] message) {
            return new byte[71];
          }
        };
    Telemetry telemetry = site.start();
    assertThatThrownBy(() -> telemetry.changeKey(der, "yearly"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("71");
    site.fake.passMillis(1_000);
    telemetry.tick();
    Seen.assertOneChain(site.fresh());
    assertThat(site.records(13)).isEmpty();
  }

  @Test
  void aChangeThatCannotBeStoredIsStoredByALaterTick() throws IOException {
    Telemetry telemetry = site.start();
    site.fake.passMillis(1_000);
    telemetry.tick();
    site.fake.isStoreBroken = true;
    assertThatThrownBy(() -> telemetry.changeKey(next, "yearly")).isInstanceOf(IOException.class);
    site.fake.isStoreBroken = false;
    telemetry.changeKey(next, "yearly");
    telemetry.tick();
    Seen.assertOneChain(site.fresh());
    assertKeyBlocks(site.fresh());
  }
}
