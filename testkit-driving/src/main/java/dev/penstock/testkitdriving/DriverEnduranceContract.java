package dev.penstock.testkitdriving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.Driver;
import dev.penstock.driving.Driver.Ability;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.supervision.Moment;
import dev.penstock.driving.supervision.Supervision;
import dev.penstock.points.Quality;
import dev.penstock.testkitdriving.Ends.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What every driver must stand from a device that does not answer, answers nonsense, or goes away.
 * Extended by each driver's test as {@link DriverContract} is.
 */
public abstract class DriverEnduranceContract {
  private static final int FEW = 5;
  private static final int STORM = 1_000;

  /** A thousand attempts, each of which waits 30 s at the least once it is the sixth or later. */
  private static final Duration STORM_TAKES = Duration.ofHours(8);

  private SimulatedDevice device;

  /** A new device that answers; called once for each test. */
  protected abstract SimulatedDevice device() throws Exception;

  @BeforeEach
  void start() throws Exception {
    device = device();
  }

  @AfterEach
  void stop() {
    device.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NORMAL")
  void whoMeetsABadDeviceIsNotHeldUpNorToldAnythingWrong(Behaviour behaviour) throws Exception {
    device.behave(behaviour);
    assertNothingWrong(attempt(device.driver()));
    device.behave(Behaviour.NORMAL);
    assertThat(attempt(device.driver())).isEqualTo(new Outcome.Value<>(goodOnes()));
    Ends.until("no connection is left behind", () -> device.open() == 0);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NORMAL")
  void whoHasALinkWhenADeviceGoesBadIsNotHeldUpNorToldAnythingWrong(Behaviour behaviour)
      throws Exception {
    Session session = device.driver().open();
    try (session) {
      ReadPlan plan = session.plan(few());
      assertThat(values(session, plan)).isEqualTo(goodOnes());
      device.behave(behaviour);
      if (behaviour == Behaviour.DROPPING) {
        device.dropConnections();
      }
      for (int i = 0; i < 2; i++) {
        assertNothingWrong(Ends.within(device.limit(), () -> values(session, plan)));
      }
    }
    device.behave(Behaviour.NORMAL);
    assertThat(attempt(device.driver())).isEqualTo(new Outcome.Value<>(goodOnes()));
    Ends.until("no connection is left behind", () -> device.open() == 0);
  }

  /** What was not read is bad or not told; what is told as good is right. */
  private void assertNothingWrong(Outcome<List<Told.Value>> outcome) {
    switch (outcome) {
      case Outcome.Broken<List<Told.Value>>(var reason) -> assertThat(reason).isNotBlank();
      case Outcome.Value<List<Told.Value>>(var values) -> {
        for (int i = 0; i < values.size(); i++) {
          Told.Value value = values.get(i);
          if (!Quality.isBad(value.quality())) {
            assertThat(value).isEqualTo(goodOnes().get(i));
          }
        }
      }
    }
  }

  @Test
  void aConnectionThatWasDroppedIsFoundOutByTheNextReading() throws Exception {
    try (Session session = device.driver().open()) {
      ReadPlan plan = session.plan(few());
      assertThat(values(session, plan)).isEqualTo(goodOnes());
      device.dropConnections();
      assertThat(Ends.within(device.limit(), () -> values(session, plan)))
          .isInstanceOf(Outcome.Broken.class);
    }
    Ends.until("no connection is left behind", () -> device.open() == 0);
  }

  @Test
  void whoListensFindsOutThatTheConnectionWasDropped() throws Exception {
    if (!device.driver().abilities().contains(Ability.SUBSCRIBE)) {
      assertThat(attempt(device.driver())).isEqualTo(new Outcome.Value<>(goodOnes()));
      return;
    }
    try (Session session = device.driver().open()) {
      var subscriptions = session.subscriptions().orElseThrow();
      subscriptions.subscribe(session.plan(few()), Duration.ofMillis(20));
      device.dropConnections();
      var outcome =
          Ends.within(
              device.limit(),
              () -> {
                for (int i = 0; i < 100; i++) {
                  subscriptions.listen(new Told(FEW), Duration.ofMillis(10));
                }
                return true;
              });
      assertThat(outcome).isInstanceOf(Outcome.Broken.class);
    }
  }

  @Test
  void aReadingEndsWhenAnotherThreadClosesTheSession() throws Exception {
    Session session = device.patientDriver().open();
    ReadPlan plan = session.plan(few());
    device.behave(Behaviour.SILENT);
    int before = device.readRequests();
    var isBegun = new CountDownLatch(1);
    var reading =
        new FutureTask<Outcome<List<Told.Value>>>(() -> {
          isBegun.countDown();
          return Ends.within(Duration.ofSeconds(20), () -> values(session, plan));
        });
    Thread _ = Thread.ofVirtual().name("reader").start(reading);
    assertThat(isBegun.await(60, TimeUnit.SECONDS)).isTrue();
    Ends.until("the reading is under way", () -> device.readRequests() > before);
    session.close();
    // Far below the driver's own limit: it was closing that ended it.
    assertThat(reading.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Broken.class);
    Ends.until("no connection is left behind", () -> device.open() == 0);
  }

  @Test
  void aDeviceThatDropsEveryConnectionIsTriedNoFasterThanTheBackOffSays() throws Exception {
    device.behave(Behaviour.DROPPING);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    long nanos = 0;
    // The waits are drawn from this seed and nothing else depends on it.
    var supervision = new Supervision(new SplittableRandom(1), moment(start, nanos));
    for (int i = 0; i < STORM; i++) {
      while (!supervision.isDue(nanos)) {
        nanos += Duration.ofMillis(500).toNanos();
      }
      supervision.connecting(moment(start, nanos));
      assertThat(attempt(device.driver())).isInstanceOf(Outcome.Broken.class);
      supervision.failed("dropped", moment(start, nanos));
    }
    assertThat(Duration.ofNanos(nanos)).isGreaterThan(STORM_TAKES);
    assertThat(device.accepted()).isLessThanOrEqualTo(STORM);
    device.behave(Behaviour.NORMAL);
    assertThat(attempt(device.driver())).isEqualTo(new Outcome.Value<>(goodOnes()));
    Ends.until("no connection is left behind", () -> device.open() == 0);
  }

  private static Moment moment(Instant start, long nanos) {
    return new Moment(start.plusNanos(nanos), nanos);
  }

  private Outcome<List<Told.Value>> attempt(Driver driver) {
    // Three calls, each with its limit.
    return Ends.within(device.limit().multipliedBy(3), () -> opened(driver));
  }

  private List<Told.Value> opened(Driver driver) throws LinkException, InterruptedException {
    try (Session session = driver.open()) {
      return values(session, session.plan(few()));
    }
  }

  private static List<Told.Value> values(Session session, ReadPlan plan)
      throws LinkException, InterruptedException {
    var told = new Told(plan.points());
    session.read(plan, told);
    return told.once();
  }

  private List<PointSpec> few() {
    List<PointSpec> few = new ArrayList<>();
    for (int i = 0; i < FEW; i++) {
      few.add(device.point(i));
    }
    return few;
  }

  private List<Told.Value> goodOnes() {
    List<Told.Value> good = new ArrayList<>();
    for (int i = 0; i < FEW; i++) {
      good.add(new Told.Value(device.scalar(i), Quality.GOOD));
    }
    return good;
  }
}
