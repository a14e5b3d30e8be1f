package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.WriteOutcome;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.FakeDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LinkWritesTest {
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
