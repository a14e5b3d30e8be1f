package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.Driver;
import dev.penstock.driving.Intended;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.schedule.RateGroup;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.Listening;
import dev.penstock.points.PointRule;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.Ends;
import dev.penstock.testkitdriving.FakeDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DriverPumpTest {
  private final FakeDevice device = new FakeDevice();
  private final FakeSampleIntake intake = new FakeSampleIntake();
  private final ConcurrentLinkedDeque<Listening> listening = new ConcurrentLinkedDeque<>();
  private final List<DriverPump> pumps = new ArrayList<>();

  @AfterEach
  void stop() {
    pumps.forEach(DriverPump::close);
  }

  private DriverPump pump(Driver driver) {
    var groups = List.of(new RateGroup("fast", Duration.ofMillis(10)));
    var points = List.of(TestLink.point("p1", "fast", PointRule.ALL));
    var pump =
        new DriverPump(
            TestLink.link(driver, groups, points),
            Admission.ALL,
            intake,
            _ -> true,
            (_, _, state) -> listening.add(state),
            new SplittableRandom(1),
            Instant::now,
            System::nanoTime);
    pumps.add(pump);
    pump.start();
    return pump;
  }

  @Test
  void valuesArriveAndWritesOfOtherThreadsAreDone() throws Exception {
    DriverPump pump = pump(device.driver());
    Ends.until("the point is told", () -> intake.count() > 3);
    var thread = new ArrayList<Thread>();
    List<WriteOutcome> outcomes = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 20; i++) {
      int value = 100 + i;
      thread.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  boolean _ = outcomes.add(pump.write(TestLink.setting(1, value)).await());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (Thread each : thread) {
      each.join();
    }
    assertThat(outcomes).hasSize(20).containsOnly(new WriteOutcome.Done());
    int last = device.get(1);
    Ends.until(
        "what was written is told", () -> intake.last("p1").value().equals(new Scalar.Whole(last)));
  }

  @Test
  void closingEndsAReadingThatWouldTakeLong() throws Exception {
    DriverPump pump = pump(device.patientDriver());
    Ends.until("the point is told", () -> intake.count() > 3);
    device.behave(Behaviour.SILENT);
    int before = device.readRequests();
    Ends.until("a reading hangs", () -> device.readRequests() > before);
    WriteTicket waiting = pump.write(TestLink.setting(1, 9));
    long start = System.nanoTime();
    pump.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(pump.figures().link().state()).isInstanceOf(LinkState.Closed.class);
    assertThat(waiting.await()).isInstanceOf(WriteOutcome.NotSent.class);
    assertThat(pump.write(TestLink.setting(1, 9)).await()).isInstanceOf(WriteOutcome.NotSent.class);
    assertThat(listening.getLast()).isInstanceOf(Listening.Deaf.class);
    assertThat(device.open()).isZero();
    long told = intake.count();
    pump.close();
    assertThat(intake.count()).isEqualTo(told);
  }

  @Test
  void whatWasReadIsGivenBeforeTheEndWhereTheIntakeTakesIt() throws Exception {
    DriverPump pump = pump(device.driver());
    Ends.until("the point is told", () -> intake.count() > 3);
    intake.full(true);
    int before = intake.refusals();
    Ends.until("a reading is kept", () -> intake.refusals() > before);
    long told = intake.count();
    intake.full(false);
    pump.close();
    assertThat(intake.count()).isGreaterThan(told);
    assertThat(pump.figures().unkept()).isZero();
  }

  @Test
  void whatAFullIntakeNeverTookIsCounted() throws Exception {
    DriverPump pump = pump(device.driver());
    Ends.until("the point is told", () -> intake.count() > 3);
    intake.full(true);
    int before = intake.refusals();
    Ends.until("a reading is kept", () -> intake.refusals() > before);
    pump.close();
    assertThat(pump.figures().unkept()).isEqualTo(1);
  }

  /** Req: 62443-4-2 CR 7.1. */
  @Test
  void aDriverThatFailsIsNotFeltByAnother() throws Exception {
    DriverPump healthy = pump(device.driver());
    var broken = new FakeDevice();
    broken.crash(true);
    DriverPump failing = pump(broken.driver());
    Ends.until("it has failed", () -> failing.figures().link().crashes() > 0);
    long told = intake.count();
    Ends.until("the other goes on", () -> intake.count() > told + 10);
    assertThat(healthy.figures().link().crashes()).isZero();
    broken.crash(false);
    Ends.until(
        "it was tried again", () -> failing.figures().link().state() instanceof LinkState.Running);
    assertThat(broken.accepted()).isEqualTo(1);
  }

  /** Heeds no close, and nothing but an interrupt. */
  private static final class StuckDriver implements Driver {
    private final CountDownLatch isStuck = new CountDownLatch(1);

    @Override
    public String protocol() {
      return "stuck";
    }

    @Override
    public Set<Ability> abilities() {
      return Set.of();
    }

    @Override
    public Located locate(PointSpec point) {
      return new Located.Faulty("nothing is there");
    }

    @Override
    public Intended intended(Setting setting) {
      return new Intended.Unfit("nothing is there");
    }

    @Override
    public Session open() throws LinkException, InterruptedException {
      isStuck.countDown();
      new CountDownLatch(1).await();
      throw new LinkException("never");
    }
  }

  @Test
  void closingInterruptsADriverThatDoesNotEndItsCall() throws Exception {
    var stuck = new StuckDriver();
    DriverPump pump = pump(stuck);
    stuck.isStuck.await();
    pump.close();
    assertThat(pump.figures().link().state())
        .isInstanceOfSatisfying(
            LinkState.Closed.class, closed -> assertThat(closed.reason()).isEqualTo("closed"));
  }

  @Test
  void aPumpThatWasNeverStartedCloses() {
    var groups = List.of(new RateGroup("fast", Duration.ofMillis(10)));
    var pump =
        new DriverPump(
            TestLink.link(device.driver(), groups, List.of()),
            Admission.ALL,
            intake,
            _ -> true,
            (_, _, state) -> listening.add(state),
            new SplittableRandom(1),
            Instant::now,
            System::nanoTime);
    pump.close();
    assertThat(listening).isEmpty();
    assertThat(device.accepted()).isZero();
  }
}
