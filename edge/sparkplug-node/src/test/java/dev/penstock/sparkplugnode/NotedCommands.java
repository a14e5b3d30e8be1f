package dev.penstock.sparkplugnode;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Commands as something that a test can look at. */
final class NotedCommands implements Commands {
  private final LinkedBlockingQueue<String> noted = new LinkedBlockingQueue<>();
  private final boolean isTaken;

  NotedCommands(boolean isTaken) {
    this.isTaken = isTaken;
  }

  @Override
  public boolean isTaken(Asked asked) {
    noted.add("asked " + asked.device() + "/" + asked.point() + " " + asked.value());
    return isTaken;
  }

  @Override
  public void refused(String topic, Optional<String> metric, String why) {
    noted.add(topic + " " + metric.orElse("-") + " " + why);
  }

  @Override
  public void tick() {}

  String next() throws InterruptedException {
    return String.valueOf(noted.poll(60, TimeUnit.SECONDS));
  }
}
