package dev.penstock.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.intake.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.10. */
class LedgerAccessLogTest {
  private static final Access ACCESS =
      new Access(
          null, "session.start", "x", Access.Outcome.REFUSED, null, "192.0.2.7", Details.NONE);

  private final AtomicLong durable = new AtomicLong(7);

  /** What the journal does with a record. */
  private final AtomicReference<LedgerAccessLog.Offering> journal = new AtomicReference<>();

  private final LedgerAccessLog log =
      new LedgerAccessLog((value, receipt) -> journal.get().offer(value, receipt), durable::get);

  private boolean takes(Receipt receipt) {
    long _ = durable.incrementAndGet();
    receipt.durable();
    return true;
  }

  @Test
  void whatCannotBeWrittenIsSaidUntilSomethingIsDurableAgain() throws Exception {
    journal.set((_, receipt) -> takes(receipt));
    log.write(ACCESS);
    assertThat(log.obstacle()).isEmpty();
    journal.set((_, _) -> false);
    assertThatThrownBy(() -> log.write(ACCESS)).isInstanceOf(IOException.class);
    assertThat(log.obstacle()).contains("the journal takes nothing more for now");
    journal.set((_, receipt) -> {
      receipt.refused("the disk is full");
      return true;
    });
    assertThatThrownBy(() -> log.write(ACCESS)).isInstanceOf(IOException.class);
    assertThat(log.obstacle().orElseThrow()).contains("the disk is full");
    // Nobody does anything that is written down, and the journal goes on all the same.
    long _ = durable.incrementAndGet();
    assertThat(log.obstacle()).isEmpty();
  }

  @Test
  void oneThatIsWrittenEndsIt() throws Exception {
    journal.set((_, _) -> false);
    assertThatThrownBy(() -> log.write(ACCESS)).isInstanceOf(IOException.class);
    assertThat(log.obstacle()).isPresent();
    journal.set((_, receipt) -> takes(receipt));
    log.write(ACCESS);
    assertThat(log.obstacle()).isEmpty();
  }

  /** The disk stalls within the write: nobody can take it back, so what follows says it. */
  @Test
  void oneThatIsDurableAfterItWasGivenUpIsFollowedByOneThatSaysItWasNotDone() {
    List<RecordValue> offered = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    var hasty =
        new LedgerAccessLog(
            (value, receipt) -> offered.add(value) && receipts.add(receipt),
            durable::get,
            Duration.ofMillis(1));
    var granted =
        new Access(
            null, "person.add", "x", Access.Outcome.GRANTED, null, "192.0.2.7", Details.NONE);
    assertThatThrownBy(() -> hasty.write(granted)).hasMessageContaining("not durable");
    assertThat(receipts.getFirst().isWanted()).isFalse();
    receipts.getFirst().durable();
    assertThat(offered).hasSize(2);
    assertThat(offered.getLast())
        .isInstanceOfSatisfying(
            Access.class,
            undone -> {
              assertThat(undone.action()).isEqualTo("person.add");
              assertThat(undone.object()).isEqualTo("x");
              assertThat(undone.outcome()).isEqualTo(Access.Outcome.FAILED);
            });
  }

  @Test
  void whatHappenedAnywayOrWasRefusedIsNotTakenBack() {
    List<RecordValue> offered = new ArrayList<>();
    List<Receipt> receipts = new ArrayList<>();
    var hasty =
        new LedgerAccessLog(
            (value, receipt) -> offered.add(value) && receipts.add(receipt),
            durable::get,
            Duration.ofMillis(1));
    var left =
        new Access(null, "sign-out", "x", Access.Outcome.GRANTED, null, "192.0.2.7", Details.NONE);
    assertThatThrownBy(() -> hasty.note(left)).hasMessageContaining("not durable");
    assertThat(receipts.getFirst().isWanted()).isTrue();
    assertThatThrownBy(() -> hasty.write(ACCESS)).hasMessageContaining("not durable");
    receipts.forEach(Receipt::durable);
    assertThat(offered).hasSize(2);
  }
}
