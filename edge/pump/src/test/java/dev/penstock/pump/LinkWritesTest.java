package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.Located;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.FakeDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LinkWritesTest {
  private static final Duration WAIT = WriteTicket.WAIT_MAX;

  private final FakeDevice device = new FakeDevice();

  @Test
  void aWriteIsDoneBetweenReadings() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    assertThat(ticket.outcome()).isEmpty();
    long _ = link.work.step();
    assertThat(ticket.outcome()).contains(new WriteOutcome.Done());
    assertThat(ticket.await()).isEqualTo(new WriteOutcome.Done());
    link.run(Duration.ofSeconds(2));
    assertThat(link.intake.last("p2").value()).isEqualTo(new Scalar.Whole(222));
    assertThat(link.figures().writes()).isEqualTo(1);
  }

  @Test
  void aWriteGoesAheadOfAReadingThatIsDue() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    link.clock.advance(Duration.ofSeconds(2));
    int reads = device.readRequests();
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    long _ = link.work.step();
    assertThat(ticket.outcome()).isPresent();
    assertThat(device.readRequests()).as("and keeps none from its turn").isEqualTo(reads + 1);
    assertThat(link.intake.last("p2").value()).isEqualTo(new Scalar.Whole(222));
  }

  @Test
  void manyWritesKeepNoReadingFromItsTurn() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    List<WriteTicket> tickets = new ArrayList<>();
    for (int i = 0; i < WriteQueue.WAITING_MAX; i++) {
      tickets.add(link.work.write(TestLink.setting(2, i), WriteTicket.WAIT_MAX));
    }
    link.clock.advance(Duration.ofSeconds(2));
    int reads = device.readRequests();
    long _ = link.work.step();
    assertThat(device.readRequests()).isEqualTo(reads + 1);
    assertThat(tickets.getLast().outcome()).isEmpty();
    link.run(Duration.ofSeconds(1));
    assertThat(tickets).allMatch(each -> each.outcome().equals(done()));
    assertThat(device.get(2)).as("in the order in which they came").isEqualTo(63);
  }

  /** Reads as the driver does, and lets something happen after so many requests. */
  private void between(int request, Runnable what) {
    device.whenRead(count -> {
      if (count == request) {
        what.run();
      }
    });
  }

  @Test
  void aWriteWaitsForOneRequestOfAReadingAndNotForTheWholePlan() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 1_000)).after(Duration.ofSeconds(5));
    int reads = device.readRequests();
    List<Integer> writtenAfter = new ArrayList<>();
    List<WriteTicket> tickets = new ArrayList<>();
    between(reads + 3, () -> tickets.add(link.work.write(TestLink.setting(2, 222), WAIT)));
    device.whenWritten(() -> writtenAfter.add(device.readRequests() - reads));
    link.clock.advance(Duration.ofSeconds(2));
    long _ = link.work.step();
    assertThat(tickets).singleElement().matches(each -> each.outcome().equals(done()));
    assertThat(writtenAfter).as("it came while the third of ten was read").containsExactly(3);
    assertThat(device.readRequests() - reads).as("and the reading went on").isEqualTo(10);
  }

  @Test
  void aStreamOfWritesEndsNoReading() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 1_000)).after(Duration.ofSeconds(5));
    int reads = device.readRequests();
    // As soon as one is done, the next waits.
    device.whenWritten(() -> {
      WriteTicket _ = link.work.write(TestLink.setting(2, device.writeRequests()), WAIT);
    });
    WriteTicket _ = link.work.write(TestLink.setting(2, 1), WAIT);
    link.clock.advance(Duration.ofSeconds(2));
    long _ = link.work.step();
    assertThat(device.readRequests() - reads).isEqualTo(10);
    assertThat(device.writeRequests()).as("before it, and one after each request").isEqualTo(17);
  }

  @Test
  void aWriteOfWhichNobodyKnowsEndsTheReadingItStandsIn() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 1_000)).after(Duration.ofSeconds(5));
    int reads = device.readRequests();
    List<WriteTicket> tickets = new ArrayList<>();
    between(
        reads + 3,
        () -> {
          tickets.add(link.work.write(TestLink.setting(2, 222), WAIT));
          device.behave(Behaviour.SILENT);
        });
    link.clock.advance(Duration.ofSeconds(2));
    long _ = link.work.step();
    assertThat(tickets)
        .singleElement()
        .satisfies(each ->
            assertThat(each.outcome())
                .hasValueSatisfying(
                    outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class)));
    assertThat(link.figures().link().state()).isInstanceOf(LinkState.Waiting.class);
    assertThat(device.readRequests() - reads).isEqualTo(3);
  }

  @Test
  void aPolicyThatChangesInAReadingEndsItThere() throws Exception {
    var admission = new Changing();
    var link =
        new TestLink(TestLink.link(device.driver(), 1_000), admission, FakeClock.of())
            .after(Duration.ofSeconds(5));
    int reads = device.readRequests();
    between(reads + 3, admission::shut);
    link.clock.advance(Duration.ofSeconds(2));
    long _ = link.work.step();
    assertThat(device.readRequests() - reads).as("the one that was under way").isEqualTo(3);
    link.run(Duration.ofSeconds(3));
    assertThat(device.readRequests() - reads).isEqualTo(3);
    assertThat(link.intake.last("p900").quality()).isEqualTo(Quality.ACCESS_DENIED);
  }

  /** Lets everything be read, until it lets nothing. */
  private static final class Changing implements Admission {
    private long revision;

    void shut() {
      revision++;
    }

    @Override
    public Optional<Refusal> refusal(Located.Found point) {
      return revision == 0 ? Optional.empty() : Optional.of(new Refusal("no more"));
    }

    @Override
    public long revision() {
      return revision;
    }
  }

  private static Optional<WriteOutcome> done() {
    return Optional.of(new WriteOutcome.Done());
  }

  @Test
  void whenTooManyWaitTheNextIsRefusedAtOnce() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    for (int i = 0; i < WriteQueue.WAITING_MAX; i++) {
      assertThat(link.work.write(TestLink.setting(2, i), WriteTicket.WAIT_MAX).outcome()).isEmpty();
    }
    assertThat(link.work.write(TestLink.setting(3, 999), WriteTicket.WAIT_MAX).outcome())
        .hasValueSatisfying(
            outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.NotSent.class));
    link.run(Duration.ofSeconds(1));
    assertThat(device.get(3)).isEqualTo(3);
  }

  @Test
  void whileTheLinkIsDownNothingIsSentNorKeptForLater() throws Exception {
    device.behave(Behaviour.DEAD);
    var link = new TestLink(TestLink.link(device.driver(), 5));
    assertNotSent(link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX));
    link.run(Duration.ofSeconds(5));
    assertNotSent(link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX));
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(2));
    assertThat(link.figures().link().state()).isInstanceOf(LinkState.Running.class);
    WriteTicket waiting = link.work.write(TestLink.setting(4, 444), WriteTicket.WAIT_MAX);
    device.behave(Behaviour.DEAD);
    link.run(Duration.ofMinutes(1));
    assertThat(waiting.outcome()).isPresent();
    assertNotSent(link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX));
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(2));
    assertThat(device.get(2)).isEqualTo(2);
    assertThat(device.get(4)).isEqualTo(4);
    assertThat(device.writeRequests()).isLessThanOrEqualTo(1);
  }

  private static void assertNotSent(WriteTicket ticket) {
    assertThat(ticket.outcome())
        .hasValueSatisfying(
            outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.NotSent.class));
  }

  @Test
  void aWriteWithoutAnAnswerEndsTheSessionAndIsNeverSentAgain() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    device.behave(Behaviour.SILENT);
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    long _ = link.work.step();
    assertThat(ticket.outcome())
        .hasValueSatisfying(
            outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class));
    assertThat(link.figures().link().state()).isInstanceOf(LinkState.Waiting.class);
    assertThat(link.intake.last("p2").quality()).isEqualTo(Quality.NO_COMMUNICATION);
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(2));
    assertThat(link.figures().link().sessions()).isEqualTo(2);
    assertThat(device.writeRequests()).isEqualTo(1);
  }

  @Test
  void aWriteInWhichTheDriverFailsMayHaveBeenSent() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    device.crash(true);
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    long _ = link.work.step();
    assertThat(ticket.outcome())
        .hasValueSatisfying(
            outcome -> assertThat(outcome).isInstanceOf(WriteOutcome.Unknown.class));
    assertThat(link.figures().link().crashes()).isEqualTo(1);
  }

  @Test
  void aWriteThatWaitedTooLongIsNotSent() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    link.clock.advance(WriteTicket.WAIT_MAX);
    link.run(Duration.ofSeconds(2));
    assertNotSent(ticket);
    assertThat(device.get(2)).isEqualTo(2);
  }

  @Test
  void whileTheIntakeIsFullWritesGoOn() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    link.intake.full(true);
    link.run(Duration.ofSeconds(5));
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    link.run(Duration.ofSeconds(1));
    assertThat(ticket.outcome()).isEqualTo(done());
  }

  @Test
  void aDriverThatDoesNotWriteSaysSo() throws Exception {
    var plain = new FakeDevice(Set.of());
    var link = new TestLink(TestLink.link(plain.driver(), 5)).after(Duration.ofSeconds(5));
    WriteTicket ticket = link.work.write(TestLink.setting(2, 222), WriteTicket.WAIT_MAX);
    link.run(Duration.ofSeconds(1));
    assertNotSent(ticket);
    assertThat(link.figures().link().sessions()).isEqualTo(1);
  }
}
