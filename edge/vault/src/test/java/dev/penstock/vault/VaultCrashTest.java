package dev.penstock.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.shred.PeriodKey;
import dev.penstock.flow.shred.KeyFound;
import dev.penstock.flow.shred.ShredOrder;
import dev.penstock.flow.shred.ShredOrder.Step;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a crash leaves: a key that was given out is there, or it is destroyed, whole and named.
 */
class VaultCrashTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final ShredPolicy POLICY = new ShredPolicy(List.of("*"), Duration.ofDays(1));

  @Test
  void keysAndTombstonesSurviveACrashAtEveryOperation() {
    CrashCheck.of(Life::new).holds();
  }

  @ParameterizedTest
  @EnumSource
  void withoutThisForceACrashLosesSomething(ForceAt point) {
    assertThat(CrashCheck.of(Life::new).missing(point)).isPresent();
  }

  /** A key as somebody may still need it: what it makes of one record, and its secret bytes. */
  private record Promised(ByteString probe, ByteString secret) {}

  private static LedgerRecord probe() {
    return new LedgerRecord(0, 1, 0L, null, 0L, 0, new Sample(SampleValue.of(1)));
  }

  private static ByteString probed(PeriodKey key) {
    return ByteString.of(key.recordKey(probe()).bytes());
  }

  /** Keys are made, two of them destroyed, and a new one made in the period of one of those. */
  private static final class Life implements CrashStory {
    private final Secrets random = new Secrets(11);
    private final Map<ByteString, Promised> promised = new LinkedHashMap<>();
    private Step step = null;
    private boolean isDestroying;
    private List<ByteString> condemned = List.of();
    private final ByteString order = ByteString.of(new byte[16]);

    @Override
    public void work(SimDisk disk) throws Exception {
      try (FileVault vault = FileVault.open(disk, random)) {
        ByteString first = make(vault, 1, 0);
        ByteString second = make(vault, 1, DAY);
        ByteString _ = make(vault, 2, 0);
        condemned = List.of(first, second);
        vault.order(new ShredOrder(order, 7, 1, 0, 2 * DAY, "Ana", "asked for", condemned));
        step = Step.ORDERED;
        vault.advance(order, Step.STATED);
        step = Step.STATED;
        ByteString _ = make(vault, 1, DAY);
        isDestroying = true;
        vault.advance(order, Step.DESTROYED);
        step = Step.DESTROYED;
        ByteString _ = make(vault, 3, 0);
        vault.advance(order, Step.DONE);
        step = Step.DONE;
      }
    }

    private ByteString make(FileVault vault, long source, long at) throws IOException {
      PeriodKey key = vault.keyFor(source, at, POLICY);
      var _ = promised.put(key.id(), new Promised(probed(key), ByteString.of(random.last())));
      return key.id();
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      boolean mustBeGone = step == Step.DESTROYED || step == Step.DONE;
      if (mustBeGone) {
        // As the crash left it: what was said to be destroyed is not on the disk.
        assertGone(disk);
      }
      try (FileVault vault = FileVault.open(disk, new Secrets(12))) {
        for (Map.Entry<ByteString, Promised> each : promised.entrySet()) {
          KeyFound found = vault.find(each.getKey());
          boolean isCondemned = condemned.contains(each.getKey());
          if (found instanceof KeyFound.Destroyed destroyed) {
            assertThat(isCondemned && isDestroying).isTrue();
            assertThat(destroyed).isEqualTo(new KeyFound.Destroyed(7, "Ana", "asked for"));
            assertThat(
                    Secrets.contains(disk.contents(KeyFile.NAME), each.getValue().secret().bytes()))
                .isFalse();
          } else {
            assertThat(isCondemned && mustBeGone).as("must be destroyed").isFalse();
            assertThat(probed(((KeyFound.Live) found).key())).isEqualTo(each.getValue().probe());
          }
        }
        if (step != null && step != Step.DONE) {
          assertThat(vault.unfinished().values())
              .allSatisfy(found -> assertThat(found).isGreaterThanOrEqualTo(step));
        }
        if (step == Step.DONE) {
          assertThat(vault.unfinished()).isEmpty();
        }
      }
    }

    private void assertGone(SimDisk disk) throws IOException {
      for (ByteString id : condemned) {
        byte[] secret = promised.get(id).secret().bytes();
        assertThat(Secrets.contains(disk.contents(KeyFile.NAME), secret)).isFalse();
      }
    }

    @Override
    public CrashStory next() {
      return new Next(this);
    }
  }

  /** Goes on where a crash left the vault. */
  private static final class Next implements CrashStory {
    private final Life before;
    private final Secrets random = new Secrets(13);
    private final Map<ByteString, Promised> promised = new LinkedHashMap<>();

    Next(Life before) {
      this.before = before;
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      try (FileVault vault = FileVault.open(disk, random)) {
        for (int i = 0; i < 2; i++) {
          PeriodKey key = vault.keyFor(9, i * DAY, POLICY);
          var _ = promised.put(key.id(), new Promised(probed(key), ByteString.of(random.last())));
        }
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      before.check(disk);
      try (FileVault vault = FileVault.open(disk, new Secrets(14))) {
        for (Map.Entry<ByteString, Promised> each : promised.entrySet()) {
          assertThat(vault.find(each.getKey()))
              .isInstanceOfSatisfying(
                  KeyFound.Live.class,
                  live -> assertThat(probed(live.key())).isEqualTo(each.getValue().probe()));
        }
      }
    }
  }
}
