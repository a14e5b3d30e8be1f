package dev.penstock.cli.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops on Ctrl-C and SIGTERM: the virtual machine then runs this hook and waits for it, and it
 * waits until the command has ended.
 */
public final class Signals implements UpCommand.Stop {
  /** Longer than any part takes to end; then the process is killed and starts with recovery. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Begins to listen for them. */
  public static Signals listen() {
    var signals = new Signals();
    Runtime.getRuntime().addShutdownHook(new Thread(signals::onSignal, "signals"));
    return signals;
  }

  private void onSignal() {
    stop.countDown();
    try {
      boolean _ = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean await(Duration time) throws InterruptedException {
    return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The command is done: the virtual machine may end. */
  public void ended() {
    ended.countDown();
  }
}
