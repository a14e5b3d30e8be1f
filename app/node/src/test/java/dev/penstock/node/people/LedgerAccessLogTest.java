package dev.penstock.node.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.intake.Receipt;
import java.io.IOException;
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
}
