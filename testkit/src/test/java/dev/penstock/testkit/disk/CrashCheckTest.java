package dev.penstock.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.storage.ForcePoint;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.SmallLog.Flaw;
import dev.penstock.testkit.disk.SmallLog.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashCheckTest {
  /** Eight records of growing length, some longer than a sector. */
  private static class LogStory implements CrashStory {
    private static final int RECORDS = 8;

    private final Flaw[] flaws;
    private final int life;
    final List<byte[]> promised = new ArrayList<>();
    private byte[] offered;

    LogStory(Flaw... flaws) {
      this.life = 0;
      this.flaws = flaws;
    }

    private LogStory(LogStory before) {
      life = before.life + 1;
      flaws = before.flaws;
      promised.addAll(before.promised);
      offered = before.offered;
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      try (SmallLog log = SmallLog.open(disk, salt(), flaws)) {
        expectPromised(log);
        // What the store shows to others is promised from then on.
        promised.clear();
        promised.addAll(log.records());
        for (int i = 0; i < RECORDS; i++) {
          byte[] record = new byte[20 + 90 * i];
          Arrays.fill(record, (byte) (life * 16 + i + 1));
          offered = record;
          log.append(record);
          promised.add(record);
        }
      } catch (IOException e) {
        // A store that met a failure stops, and its promises stand.
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      try (SmallLog log = SmallLog.open(disk, salt(), flaws)) {
        expectPromised(log);
      }
    }

    @Override
    public CrashStory next() {
      return new LogStory(this);
    }

    private void expectPromised(SmallLog log) {
      assertThat(log.records()).hasSizeBetween(promised.size(), promised.size() + 1);
      for (int i = 0; i < log.records().size(); i++) {
        byte[] expected = i < promised.size() ? promised.get(i) : offered;
        assertThat(log.records().get(i)).as("record %d", i).isEqualTo(expected);
      }
    }

    private long salt() {
      return 0x1234567890ABCDEFL + life;
    }
  }

  private static CrashCheck check(Flaw... flaws) {
    return CrashCheck.of(() -> new LogStory(flaws))
        .onDisk(disk -> anEarlierLogWasHere(disk, flaws));
  }

  /** Leaves blocks behind that look like records. */
  private static void anEarlierLogWasHere(SimDisk disk, Flaw... flaws) {
    try {
      try (SmallLog log = SmallLog.open(disk, 77, flaws)) {
        for (int i = 0; i < 9; i++) {
          log.append(new byte[] {9, 9, 9});
        }
      }
      disk.delete("log");
      disk.forceFolder("", Point.NEW_NAME);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSoundLogKeepsItsPromises() {
    assertThatCode(() -> check().holds()).doesNotThrowAnyException();
  }

  @Test
  void eachForceOfASoundLogIsNeeded() {
    assertThatCode(() -> check().everyForceIsNeeded(Point.values())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      names = {"CHECKS_ONLY_THE_NUMBER", "NO_SALT", "RECOVERY_DOES_NOT_FORCE"})
  void eachFlawIsFound(Flaw flaw) {
    assertThat(check(flaw).runs(25, 25).firstBroken()).isPresent();
  }

  @Test
  void believingARetriedForceIsFound() {
    CrashCheck failing =
        check(Flaw.RETRIES_A_FAILED_FORCE).runs(10, 10).onDisk(CrashCheckTest::failAForce);
    assertThat(failing.firstBroken()).isPresent();
    check().onDisk(CrashCheckTest::failAForce).holds();
  }

  private static void failAForce(SimDisk disk) {
    disk.failForce(Point.RECORD, ForceFailure.NOT_WRITTEN_FORGOTTEN);
  }

  @Test
  void aBrokenPromiseIsReportedWithThePlaceAndTheSeed() {
    assertThatThrownBy(() -> check().onDisk(disk -> disk.withoutForce(Point.RECORD)).holds())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a promise broke")
        .hasMessageContaining("crash: before ")
        .hasMessageContaining("at RECORD")
        .hasMessageContaining("-Dpenstock.seed=" + Seed.value());
  }

  /** A force at a place that no code has. */
  private enum Elsewhere implements ForcePoint {
    NOWHERE
  }

  @Test
  void aForceThatIsNeverAskedForIsReported() {
    assertThatThrownBy(() -> check().everyForceIsNeeded(Elsewhere.NOWHERE))
        .hasMessageContaining("NOWHERE is never asked for");
  }

  /** Forces its file twice, at two places. */
  private static class TwiceForced extends LogStory {
    @Override
    public void work(SimDisk disk) throws Exception {
      super.work(disk);
      try (var file = disk.open("log")) {
        file.force(Elsewhere.NOWHERE);
      }
    }
  }

  @Test
  void aForceThatNobodyNeedsIsReported() {
    assertThatThrownBy(() -> CrashCheck.of(TwiceForced::new).everyForceIsNeeded(Elsewhere.values()))
        .hasMessageContaining("NOWHERE can be left out and nobody notices");
  }

  @Test
  void workThatFailsByItselfIsReportedAsSuch() {
    class Failing extends LogStory {
      @Override
      public void work(SimDisk disk) throws Exception {
        super.work(disk);
        throw new IllegalStateException("planted");
      }
    }

    Optional<CrashCheck.Broken> broken = CrashCheck.of(Failing::new).firstBroken();
    assertThat(broken).isPresent();
    assertThat(broken.get().crash()).contains("the work itself failed");
    assertThat(broken.get().cause()).hasMessage("planted");
  }

  /** Works the disk from a thread of its own, where looking in between would not be sound. */
  private static class Elsewise extends LogStory {
    static final AtomicInteger WORKED = new AtomicInteger();

    Elsewise(Flaw... flaws) {
      super(flaws);
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      int _ = WORKED.incrementAndGet();
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        Object _ =
            other
                .submit(() -> {
                  super.work(disk);
                  return true;
                })
                .get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SimulatedCrash crash) {
          throw crash;
        }
        throw e;
      }
    }
  }

  @Test
  void aStoreWithThreadsOfItsOwnIsReallyCrashedAtEveryOperation() {
    Elsewise.WORKED.set(0);
    CrashCheck.of(Elsewise::new).runs(1, 1).realCrashes(1, 1).holds();
    assertThat(Elsewise.WORKED.get()).isGreaterThan(20);
    assertThat(CrashCheck.of(() -> new Elsewise(Flaw.CHECKS_ONLY_THE_NUMBER)).firstBroken())
        .isPresent();
  }
}
