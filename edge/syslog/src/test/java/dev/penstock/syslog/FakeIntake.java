package dev.penstock.syslog;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Takes all while it is not full, and is durable at once. */
final class FakeIntake implements Intake, ListeningWatch {
  final List<Heard> heard = new ArrayList<>();
  final List<IntakeFinding> findings = new ArrayList<>();
  final List<Listening> states = new ArrayList<>();
  private boolean isFull;

  synchronized void full(boolean now) {
    isFull = now;
    notifyAll();
  }

  private boolean took(Receipt receipt) {
    receipt.durable();
    notifyAll();
    return true;
  }

  @Override
  public synchronized boolean offer(Heard message, Receipt receipt) {
    return !isFull && heard.add(message) && took(receipt);
  }

  @Override
  public synchronized boolean offer(IntakeFinding finding, Receipt receipt) {
    return !isFull && findings.add(finding) && took(receipt);
  }

  @Override
  public synchronized void changed(String listener, String subscription, Listening state) {
    states.add(state);
    notifyAll();
  }

  /** Waits for what must come, or fails after a minute with what is there. */
  synchronized void await(BooleanSupplier what) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    try {
      while (!what.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new AssertionError(
              "waited in vain: " + heard.size() + " heard, " + findings + ", " + states);
        }
        wait(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  synchronized boolean isUp() {
    return !states.isEmpty() && states.getLast() instanceof Listening.Up;
  }
}
