package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.FakeDevice;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Points that are read once over a link that stands. */
final class OnceReadsTest {
  private static final Duration UP = Duration.ofSeconds(5);

  private final FakeDevice device = new FakeDevice();

  private static PointSpec point(String address) {
    return new PointSpec(address, "");
  }

  private TestLink up() throws InterruptedException {
    return new TestLink(TestLink.link(device.driver(), 5)).after(UP);
  }

  private static List<OncePoint> done(OnceTicket ticket) {
    return switch (ticket.outcome().orElseThrow()) {
      case OnceOutcome.Done(var _, var points) -> points;
      case OnceOutcome.Busy(var text) -> throw new AssertionError(text);
      case OnceOutcome.NotRead(var text) -> throw new AssertionError(text);
    };
  }

  @Test
  void pointsThatNobodyConfiguredAreReadBetweenReadingsAndNotKept() throws Exception {
    TestLink link = up();
    long told = link.intake.count();
    OnceTicket ticket = link.work.readOnce(List.of(point("p77"), point("nonsense"), point("p3")));
    assertThat(ticket.outcome()).isEmpty();
    long _ = link.work.step();
    List<OncePoint> points = done(ticket);
    assertThat(points)
        .extracting(OncePoint::value)
        .containsExactly(new Scalar.Whole(77), new Scalar.None(), new Scalar.Whole(3));
    assertThat(points)
        .extracting(OncePoint::quality)
        .containsExactly(Quality.GOOD, Quality.CONFIGURATION_ERROR, Quality.GOOD);
    assertThat(points.get(1).why()).isPresent();
    assertThat(ticket.await()).isEqualTo(ticket.outcome().orElseThrow());
    assertThat(link.intake.count()).isEqualTo(told);
    assertThat(link.figures().link().sessions()).isEqualTo(1);
  }

  @Test
  void aReadingThatIsDueKeepsItsTurn() throws Exception {
    TestLink link = up();
    link.clock.advance(Duration.ofSeconds(2));
    int reads = device.readRequests();
    OnceTicket ticket = link.work.readOnce(List.of(point("p77")));
    long _ = link.work.step();
    assertThat(done(ticket)).hasSize(1);
    assertThat(device.readRequests()).as("its own, and the link's").isEqualTo(reads + 2);
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void whatThePolicyRefusesIsNotAskedOfTheDevice() throws Exception {
    var denying =
        new Admission() {
          @Override
          public Optional<Refusal> refusal(Located.Found found) {
            return Optional.of(new Refusal("no rule lets it"));
          }

          @Override
          public long revision() {
            return 0;
          }
        };
    TestLink link =
        new TestLink(TestLink.link(device.driver(), 5), denying, FakeClock.of()).after(UP);
    int reads = device.readRequests();
    OnceTicket ticket = link.work.readOnce(List.of(point("p1")));
    long _ = link.work.step();
    assertThat(done(ticket))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.quality()).isEqualTo(Quality.ACCESS_DENIED);
          assertThat(each.why()).contains("no rule lets it");
        });
    assertThat(device.readRequests()).isEqualTo(reads);
  }

  @Test
  void oneWaitsAndTheNextIsToldToTryAgain() throws Exception {
    TestLink link = up();
    OnceTicket first = link.work.readOnce(List.of(point("p1")));
    assertThat(link.work.readOnce(List.of(point("p2"))).outcome())
        .containsInstanceOf(OnceOutcome.Busy.class);
    long _ = link.work.step();
    assertThat(done(first)).hasSize(1);
    assertThat(link.work.readOnce(List.of(point("p2"))).outcome())
        .as("so soon after the last one")
        .containsInstanceOf(OnceOutcome.Busy.class);
    link.clock.advance(OnceReads.APART);
    OnceTicket later = link.work.readOnce(List.of(point("p2")));
    long _ = link.work.step();
    assertThat(done(later)).hasSize(1);
  }

  @Test
  void whileTheLinkIsDownNothingIsReadNorKeptForLater() throws Exception {
    device.behave(Behaviour.DEAD);
    var link = new TestLink(TestLink.link(device.driver(), 5));
    assertThat(link.work.readOnce(List.of(point("p1"))).await())
        .isInstanceOf(OnceOutcome.NotRead.class);
    link.run(UP);
    assertThat(link.work.readOnce(List.of(point("p1"))).await())
        .isInstanceOfSatisfying(
            OnceOutcome.NotRead.class,
            none -> assertThat(none.text()).contains("the link is down"));
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(2));
    OnceTicket waiting = link.work.readOnce(List.of(point("p1")));
    link.work.end("closed");
    assertThat(waiting.outcome()).contains(new OnceOutcome.NotRead("not read: closed"));
  }

  @Test
  void aLinkThatBreaksAndADriverThatFailsAreSaidAndEndTheSession() throws Exception {
    TestLink link = up();
    device.behave(Behaviour.SILENT);
    OnceTicket silent = link.work.readOnce(List.of(point("p1")));
    long _ = link.work.step();
    assertThat(silent.outcome()).containsInstanceOf(OnceOutcome.NotRead.class);
    assertThat(link.figures().link().state()).isInstanceOf(LinkState.Waiting.class);
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(2));
    device.crash(true);
    OnceTicket crashed = link.work.readOnce(List.of(point("p1")));
    long _ = link.work.step();
    assertThat(crashed.outcome()).containsInstanceOf(OnceOutcome.NotRead.class);
    assertThat(link.figures().link().crashes()).isEqualTo(1);
  }

  @Test
  void noMorePointsThanTheBoundAreTaken() throws Exception {
    TestLink link = up();
    List<PointSpec> many = Collections.nCopies(OnceReads.POINTS_MAX + 1, point("p1"));
    assertThatThrownBy(() -> link.work.readOnce(many)).hasMessageContaining("129");
    assertThatThrownBy(() -> link.work.readOnce(List.of())).hasMessageContaining("0 points");
    OnceTicket ticket = link.work.readOnce(many.subList(0, OnceReads.POINTS_MAX));
    long _ = link.work.step();
    assertThat(done(ticket)).hasSize(OnceReads.POINTS_MAX);
  }
}
