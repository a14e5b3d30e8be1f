package dev.penstock.testkitdriving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.conduit.Values;
import dev.penstock.driving.Browsed;
import dev.penstock.driving.Driver;
import dev.penstock.driving.Driver.Ability;
import dev.penstock.driving.Intended;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.Turns;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import dev.penstock.testkitdriving.Ends.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every driver must do with a device that answers (docs/drivers.md). A driver's test extends
 * this and {@link DriverEnduranceContract}, with a {@link SimulatedDevice} of its protocol.
 */
public abstract class DriverContract {
  /** Requests for all points, where each takes ten of them at the least. */
  private static final int REQUESTS_MAX = SimulatedDevice.POINTS / 10;

  /** To find one point in all of them takes two requests for each halving, and not many more. */
  private static final int SEARCH_MAX = REQUESTS_MAX + 64;

  private static final int BROWSED_MAX = 20_000;

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

  @Test
  void aPointIsLocatedWithoutADevice() {
    device.behave(Behaviour.DEAD);
    boolean canWrite = can(Ability.WRITE);
    for (int i = 0; i < SimulatedDevice.POINTS; i++) {
      assertThat(device.driver().locate(device.point(i)))
          .isInstanceOfSatisfying(
              Located.Found.class, found -> assertThat(found.canBeWritten()).isEqualTo(canWrite));
    }
    assertThat(device.driver().locate(device.impossible()))
        .isInstanceOfSatisfying(
            Located.Faulty.class, faulty -> assertThat(faulty.text()).isNotBlank());
    assertThat(device.accepted()).isZero();
    assertThat(device.driver().protocol()).matches("[a-z][a-z0-9-]*");
  }

  @Test
  void aReadingTellsEachPointExactlyOnce() throws Exception {
    device.set(3, 1_234);
    device.set(999, SimulatedDevice.VALUE_MAX);
    try (Session session = device.driver().open()) {
      ReadPlan plan = session.plan(points(SimulatedDevice.POINTS));
      List<Told.Value> values = read(session, plan);
      for (int i = 0; i < values.size(); i++) {
        assertThat(values.get(i)).as("point %d", i).isEqualTo(good(device.get(i)));
      }
      device.set(3, 7);
      assertThat(read(session, plan).get(3)).isEqualTo(good(7));
    }
  }

  @Test
  void pointsOfAPlanAreInTheOrderInWhichTheyWereGiven() throws Exception {
    List<PointSpec> mixed = new ArrayList<>();
    List<Told.Value> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int point = (i * 617 + 11) % SimulatedDevice.POINTS;
      mixed.add(device.point(point));
      expected.add(good(point));
    }
    try (Session session = device.driver().open()) {
      assertThat(read(session, session.plan(mixed))).isEqualTo(expected);
    }
  }

  @Test
  void aPointThatIsNamedTwiceIsToldForBoth() throws Exception {
    try (Session session = device.driver().open()) {
      ReadPlan plan = session.plan(List.of(device.point(5), device.point(5)));
      assertThat(read(session, plan)).containsExactly(good(5), good(5));
    }
  }

  @Test
  void manyPointsTakeFewRequests() throws Exception {
    try (Session session = device.driver().open()) {
      ReadPlan plan = session.plan(points(SimulatedDevice.POINTS));
      assertThat(plan.points()).isEqualTo(SimulatedDevice.POINTS);
      assertThat(plan.requests()).isBetween(1, REQUESTS_MAX);
      int before = device.readRequests();
      var _ = read(session, plan);
      assertThat(device.readRequests() - before).isEqualTo(plan.requests());
    }
  }

  @Test
  void severalPlansOfASessionAreReadInTurn() throws Exception {
    try (Session session = device.driver().open()) {
      ReadPlan one = session.plan(List.of(device.point(1)));
      ReadPlan other = session.plan(List.of(device.point(2), device.point(3)));
      assertThat(read(session, other)).containsExactly(good(2), good(3));
      assertThat(read(session, one)).containsExactly(good(1));
      assertThat(read(session, other)).containsExactly(good(2), good(3));
    }
  }

  @Test
  void aPlanOfNoPointsIsReadWithoutARequest() throws Exception {
    try (Session session = device.driver().open()) {
      ReadPlan plan = session.plan(List.of());
      int before = device.readRequests();
      assertThat(read(session, plan)).isEmpty();
      assertThat(device.readRequests()).isEqualTo(before);
    }
  }

  @Test
  void oneBadPointAmongAThousandHarmsNoOther() throws Exception {
    int bad = 617;
    device.refuse(bad);
    try (Session session = device.driver().open()) {
      ReadPlan plan = session.plan(points(SimulatedDevice.POINTS));
      int before = device.readRequests();
      assertAllGoodBut(read(session, plan), bad);
      assertThat(device.readRequests() - before).as("the search ends soon").isLessThan(SEARCH_MAX);
      assertAllGoodBut(read(session, plan), bad);
      before = device.readRequests();
      assertAllGoodBut(read(session, plan), bad);
      assertThat(device.readRequests() - before)
          .as("what was found is remembered")
          .isLessThanOrEqualTo(REQUESTS_MAX);
    }
  }

  private void assertAllGoodBut(List<Told.Value> values, int bad) {
    for (int i = 0; i < values.size(); i++) {
      if (i == bad) {
        assertThat(Quality.isBad(values.get(i).quality())).as("point %d is bad", i).isTrue();
      } else {
        assertThat(values.get(i)).as("point %d", i).isEqualTo(good(device.get(i)));
      }
    }
  }

  @Test
  void afterARestartEverythingIsFoundAnew() throws Exception {
    device.refuse(10);
    Session before = device.driver().open();
    try (before) {
      List<Told.Value> values = read(before, before.plan(points(30)));
      assertThat(values.get(10).isGood()).isFalse();
      assertThat(values.get(20)).isEqualTo(good(20));
      device.allow(10);
      device.refuse(20);
      device.set(0, 4_711);
      device.restart();
      assertThatThrownBy(() -> readUntilBroken(before)).isInstanceOf(LinkException.class);
    }
    try (Session after = device.driver().open()) {
      List<Told.Value> values = read(after, after.plan(points(30)));
      assertThat(values.get(0)).isEqualTo(good(4_711));
      assertThat(values.get(10)).isEqualTo(good(10));
      assertThat(values.get(20).isGood()).isFalse();
      assertThat(values.get(21)).isEqualTo(good(21));
    }
  }

  /** Who wants the session, whenever it is asked, and what came of it. */
  private static final class Wanting implements Turns {
    private final Session session;
    private final Setting setting;
    private final int givenMax;
    private int given;
    private Told told = new Told(0);
    private final List<Integer> toldBefore = new ArrayList<>();
    private final List<WriteOutcome> written = new ArrayList<>();

    private Wanting(Session session, Setting setting, int givenMax) {
      this.session = session;
      this.setting = setting;
      this.givenMax = givenMax;
    }

    @Override
    public boolean areWanted() {
      return true;
    }

    @Override
    public boolean give() throws InterruptedException {
      given++;
      toldBefore.add(told.count());
      written.add(session.write(setting));
      return given < givenMax;
    }
  }

  @Test
  void betweenTwoRequestsOfAReadingOthersHaveTheirTurn() throws Exception {
    try (Session session = device.driver().open()) {
      if (refusesToWrite(session)) {
        return;
      }
      ReadPlan plan = session.plan(points(SimulatedDevice.POINTS));
      int before = device.readRequests();
      var turns = new Wanting(session, new Setting(device.point(999), device.scalar(77)), 1_000);
      turns.told = new Told(plan.points());
      session.read(plan, turns.told, turns);
      assertThat(turns.told.once()).hasSize(SimulatedDevice.POINTS);
      assertThat(turns.told.of(999)).as("written before it was read").containsExactly(good(77));
      int requests = device.readRequests() - before;
      assertThat(requests).as("a turn costs no request").isEqualTo(plan.requests());
      assertThat(turns.given).as("after each request but the last").isEqualTo(requests - 1);
      assertThat(turns.toldBefore).as("each time something more was read").doesNotHaveDuplicates();
      assertThat(turns.written).allMatch(new WriteOutcome.Done()::equals);
    }
  }

  @Test
  void aReadingThatIsEndedInATurnTellsNothingMoreAndThePlanIsAsGoodAsBefore() throws Exception {
    try (Session session = device.driver().open()) {
      if (refusesToWrite(session)) {
        return;
      }
      ReadPlan plan = session.plan(points(SimulatedDevice.POINTS));
      int before = device.readRequests();
      var turns = new Wanting(session, new Setting(device.point(999), device.scalar(77)), 1);
      turns.told = new Told(plan.points());
      session.read(plan, turns.told, turns);
      assertThat(device.readRequests() - before).isEqualTo(1);
      assertThat(turns.told.count()).isEqualTo(turns.toldBefore.getFirst()).isPositive();
      assertThat(read(session, plan).get(999)).isEqualTo(good(77));
    }
  }

  private void readUntilBroken(Session session) throws Exception {
    ReadPlan plan = session.plan(points(3));
    for (int i = 0; i < 3; i++) {
      session.read(plan, new Told(3));
    }
  }

  @Test
  void whoADeviceIsIsAskedOrLeftOut() throws Exception {
    try (Session session = device.driver().open()) {
      assertThat(session.identify().isPresent()).isEqualTo(can(Ability.IDENTIFY));
      assertThat(read(session, session.plan(points(1)))).containsExactly(good(0));
    }
  }

  @Test
  void whatCanBeReadIsFoundByBrowsing() throws Exception {
    try (Session session = device.driver().open()) {
      if (!can(Ability.BROWSE)) {
        assertThatThrownBy(() -> session.browse("", _ -> {}))
            .isInstanceOf(UnsupportedOperationException.class);
        return;
      }
      Set<PointSpec> found = new HashSet<>();
      Deque<String> toLook = new ArrayDeque<>(List.of(""));
      int seen = 0;
      while (!toLook.isEmpty() && seen < BROWSED_MAX) {
        List<Browsed> level = new ArrayList<>();
        session.browse(toLook.removeFirst(), level::add);
        seen += level.size();
        for (Browsed each : level) {
          each.point().ifPresent(found::add);
          if (each.hasMore()) {
            toLook.add(each.path());
          }
        }
      }
      assertThat(found).contains(device.point(0), device.point(SimulatedDevice.POINTS - 1));
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    try (Session session = device.driver().open()) {
      if (refusesToWrite(session)) {
        return;
      }
      ReadPlan plan = session.plan(points(10));
      var setting = new Setting(device.point(4), device.scalar(321));
      assertThat(session.write(setting)).isEqualTo(new WriteOutcome.Done());
      assertThat(device.get(4)).isEqualTo(321);
      assertThat(device.get(3)).isEqualTo(3);
      assertThat(device.get(5)).isEqualTo(5);
      assertThat(read(session, plan).get(4)).isEqualTo(good(321));
    }
  }

  @Test
  void whatDoesNotFitIsNotSent() throws Exception {
    try (Session session = device.driver().open()) {
      if (refusesToWrite(session)) {
        return;
      }
      var setting = new Setting(device.point(4), device.misfit());
      assertThat(device.driver().intended(setting)).isInstanceOf(Intended.Unfit.class);
      assertThat(session.write(setting)).isInstanceOf(WriteOutcome.NotSent.class);
      assertThat(device.writeRequests()).isZero();
      assertThat(device.get(4)).isEqualTo(4);
      assertThat(read(session, session.plan(points(5))).get(4)).isEqualTo(good(4));
    }
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void whatAWriteWouldAskIsKnownBeforeItIsSentAndIsAboutThatPoint() throws Exception {
    Driver driver = device.driver();
    if (!can(Ability.WRITE)) {
      assertThat(driver.intended(new Setting(device.point(4), device.scalar(321))))
          .isInstanceOf(Intended.Unfit.class);
      return;
    }
    Intended intended = driver.intended(new Setting(device.point(4), device.scalar(321)));
    assertThat(driver.locate(device.point(4)))
        .isInstanceOfSatisfying(
            Located.Found.class,
            found ->
                assertThat(intended)
                    .isInstanceOfSatisfying(
                        Intended.Asking.class,
                        asking -> {
                          assertThat(asking.operation().hasValues()).isTrue();
                          assertThat(asking.parts())
                              .singleElement()
                              .satisfies(part -> {
                                assertThat(part.target()).isEqualTo(found.target());
                                assertThat(part.values()).isNotEqualTo(Values.NONE);
                              });
                        }));
    assertThat(device.writeRequests()).isZero();
  }

  @Test
  void aWriteThatADeviceRefusesEndsNoSession() throws Exception {
    device.refuse(4);
    try (Session session = device.driver().open()) {
      if (refusesToWrite(session)) {
        return;
      }
      assertThat(session.write(new Setting(device.point(4), device.scalar(1))))
          .isInstanceOf(WriteOutcome.Refused.class);
      assertThat(device.writeRequests()).isEqualTo(1);
      assertThat(device.get(4)).isEqualTo(4);
      assertThat(read(session, session.plan(List.of(device.point(5))))).containsExactly(good(5));
    }
  }

  @Test
  void aWriteWithoutAnAnswerIsUnknownAndSentOnce() throws Exception {
    try (Session session = device.driver().open()) {
      if (refusesToWrite(session)) {
        return;
      }
      device.behave(Behaviour.SILENT);
      var setting = new Setting(device.point(4), device.scalar(1));
      assertThat(Ends.within(device.limit(), () -> session.write(setting)))
          .isInstanceOfSatisfying(
              Outcome.Value.class,
              value -> assertThat(value.value()).isInstanceOf(WriteOutcome.Unknown.class));
      Ends.until("the device heard it", () -> device.writeRequests() > 0);
      assertThat(device.writeRequests()).isEqualTo(1);
    }
  }

  /** A driver without the ability writes nothing and says so; true when that was seen. */
  private boolean refusesToWrite(Session session) {
    if (can(Ability.WRITE)) {
      return false;
    }
    assertThatThrownBy(() -> session.write(new Setting(device.point(4), device.scalar(1))))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(device.writeRequests()).isZero();
    assertThat(device.get(4)).isEqualTo(4);
    return true;
  }

  @Test
  void whoSubscribesIsToldOfEachPointAndThenOfChanges() throws Exception {
    try (Session session = device.driver().open()) {
      if (hasNoSubscriptions(session)) {
        return;
      }
      var subscriptions = session.subscriptions().orElseThrow();
      subscriptions.subscribe(session.plan(points(20)), Duration.ofMillis(20));
      var told = new Told(20);
      listen(session, told, 20);
      for (int i = 0; i < 20; i++) {
        assertThat(told.of(i)).startsWith(good(i));
      }
      device.set(7, 4_321);
      int before = told.count();
      listen(session, told, before + 1);
      assertThat(told.of(7)).endsWith(good(4_321));
      assertThat(told.count()).isEqualTo(before + 1);
      assertThat(read(session, session.plan(points(8))).get(7)).isEqualTo(good(4_321));
    }
  }

  private void listen(Session session, Told told, int until) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (told.count() < until && System.nanoTime() < end) {
      session.subscriptions().orElseThrow().listen(told, Duration.ofMillis(10));
    }
    assertThat(told.count()).isGreaterThanOrEqualTo(until);
  }

  @Test
  void aSubscriptionTakesThePlaceOfTheOneBefore() throws Exception {
    try (Session session = device.driver().open()) {
      if (hasNoSubscriptions(session)) {
        return;
      }
      var subscriptions = session.subscriptions().orElseThrow();
      subscriptions.subscribe(session.plan(points(5)), Duration.ofMillis(20));
      listen(session, new Told(5), 5);
      ReadPlan other = session.plan(List.of(device.point(9)));
      subscriptions.subscribe(other, Duration.ofMillis(20));
      var told = new Told(1);
      listen(session, told, 1);
      device.set(1, 4_321);
      device.set(9, 99);
      listen(session, told, 2);
      assertThat(told.of(0)).containsExactly(good(9), good(99));
    }
  }

  @Test
  void whoListensInVainListensNoLongerThanAsked() throws Exception {
    try (Session session = device.driver().open()) {
      if (hasNoSubscriptions(session)) {
        return;
      }
      var subscriptions = session.subscriptions().orElseThrow();
      subscriptions.subscribe(session.plan(points(1)), Duration.ofMillis(20));
      listen(session, new Told(1), 1);
      var told = new Told(1);
      var outcome =
          Ends.within(
              Duration.ofMillis(50),
              () -> {
                subscriptions.listen(told, Duration.ofMillis(50));
                return true;
              });
      assertThat(outcome).isEqualTo(new Outcome.Value<>(true));
      assertThat(told.count()).isZero();
    }
  }

  /** A driver without the ability offers no subscriptions; true when that was seen. */
  private boolean hasNoSubscriptions(Session session) {
    assertThat(session.subscriptions().isPresent()).isEqualTo(can(Ability.SUBSCRIBE));
    return !can(Ability.SUBSCRIBE);
  }

  @Test
  void aSessionThatWasClosedIsOfNoUse() throws Exception {
    Session session = device.driver().open();
    ReadPlan plan = session.plan(points(3));
    session.close();
    assertThatCode(session::close).doesNotThrowAnyException();
    var told = new Told(3);
    assertThatThrownBy(() -> session.read(plan, told)).isInstanceOf(LinkException.class);
    assertThat(told.count()).isZero();
    Ends.until("the connection is gone at the device too", () -> device.open() == 0);
  }

  private boolean can(Ability ability) {
    return device.driver().abilities().contains(ability);
  }

  private List<PointSpec> points(int count) {
    List<PointSpec> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(device.point(i));
    }
    return points;
  }

  private Told.Value good(int value) {
    Scalar scalar = device.scalar(value);
    return new Told.Value(scalar, Quality.GOOD);
  }

  private static List<Told.Value> read(Session session, ReadPlan plan) throws Exception {
    var told = new Told(plan.points());
    session.read(plan, told);
    return told.once();
  }
}
