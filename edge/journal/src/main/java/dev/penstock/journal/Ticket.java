package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalTicket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One caller's frames in a commit. */
record Ticket(Fate fate, long firstPosition, int count) implements JournalTicket {
  private static final Ticket BUSY = busyOnce();

  /** Frames that were turned away because too much is under way. */
  static Ticket busy() {
    return BUSY;
  }

  private static Ticket busyOnce() {
    var fate = new Fate();
    fate.decide(Fate.Kind.BUSY, null);
    return new Ticket(fate, 0, 0);
  }

  /** Frames that were refused at once. */
  static Ticket refused(JournalFinding finding) {
    var fate = new Fate();
    fate.decide(Fate.Kind.REFUSED, finding);
    return new Ticket(fate, 0, 0);
  }

  @Override
  public boolean isDecided() {
    return fate.decision() != null;
  }

  @Override
  public JournalOutcome await() throws InterruptedException {
    fate.decided().await();
    return outcome();
  }

  @Override
  public Optional<JournalOutcome> await(Duration wait) throws InterruptedException {
    boolean isDecided = fate.decided().await(wait.toNanos(), TimeUnit.NANOSECONDS);
    return isDecided ? Optional.of(outcome()) : Optional.empty();
  }

  private JournalOutcome outcome() {
    Fate.Decision made = Objects.requireNonNull(fate.decision(), "decided without a decision");
    return switch (made.kind()) {
      case DURABLE -> new JournalOutcome.Appended(firstPosition, count);
      case BUSY -> new JournalOutcome.Busy();
      case REFUSED -> new JournalOutcome.Refused(Objects.requireNonNull(made.finding()));
      case UNKNOWN -> new JournalOutcome.Unknown(Objects.requireNonNull(made.finding()));
    };
  }
}
