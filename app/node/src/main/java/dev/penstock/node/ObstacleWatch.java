package dev.penstock.node;

import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells the node's log what gets in the way of some part, and when it is over. */
final class ObstacleWatch implements Closeable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Supplier<List<String>> obstacles;
  private final NodeLog log;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  ObstacleWatch(Supplier<List<String>> obstacles, NodeLog log) {
    this.obstacles = obstacles;
    this.log = log;
    this.thread = Thread.ofPlatform().name("watch").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    List<String> said = List.of();
    try {
      while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        said = look(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> look(List<String> said) {
    List<String> now = obstacles.get();
    for (String obstacle : now) {
      if (!said.contains(obstacle)) {
        log.say(LogLevel.ERROR, "obstacle", obstacle);
      }
    }
    for (String obstacle : said) {
      if (!now.contains(obstacle)) {
        log.say(LogLevel.INFO, "obstacle-over", obstacle);
      }
    }
    log.settle();
    return now;
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    Ended.within(Ended.PATIENCE, thread, "the watch over obstacles");
  }
}
