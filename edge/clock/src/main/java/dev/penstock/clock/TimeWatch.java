package dev.penstock.clock;

import dev.penstock.evidence.block.ClockQuality;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Asks time servers again and again, and tells when what is known of the clock changes. It never
 * sets the clock; that is the system's work. One thread.
 */
public final class TimeWatch implements Closeable {
  /** More servers say nothing new. */
  public static final int SERVERS_MAX = 8;

  /**
   * As NTP's own slowest usual pace, RFC 5905 §7.3: 1024 s; a quarter of it finds a step sooner.
   */
  private static final Duration EVERY = Duration.ofSeconds(256);

  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int TRIES = 3;

  private final List<TimeServer> servers;
  private final KernelClock kernel;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Consumer<TimeReport> changed;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile TimeReport report;

  /**
   * A watch that still has to be started.
   *
   * @param changed is told on the watch's thread whenever the quality changes, or a server begins
   *     or ceases to be usable, and of each server's first answer
   */
  public TimeWatch(
      List<TimeServer> servers,
      KernelClock kernel,
      InstantSource clock,
      RandomGenerator random,
      Consumer<TimeReport> changed) {
    if (servers.size() > SERVERS_MAX) {
      throw new IllegalArgumentException(servers.size() + " time servers, at most " + SERVERS_MAX);
    }
    this.servers = List.copyOf(servers);
    this.kernel = kernel;
    this.clock = clock;
    this.random = random;
    this.changed = changed;
    this.report = judged(Map.of());
    this.thread = Thread.ofVirtual().name("time").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** What is known now; before the first round, what the kernel says. */
  public TimeReport report() {
    return report;
  }

  private void run() {
    try {
      TimeReport told = report;
      do {
        TimeReport now = round();
        if (isNews(told, now)) {
          changed.accept(now);
          told = now;
        }
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isNews(TimeReport before, TimeReport now) {
    if (before.quality() != now.quality()) {
      return true;
    }
    for (Map.Entry<String, TimeAnswer> each : now.servers().entrySet()) {
      TimeAnswer then = before.servers().get(each.getKey());
      if (then == null || isUsable(then) != isUsable(each.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUsable(TimeAnswer answer) {
    return switch (answer) {
      case TimeAnswer.Measured _ -> true;
      case TimeAnswer.Unusable _ -> false;
    };
  }

  private TimeReport round() {
    Map<String, TimeAnswer> answers = new LinkedHashMap<>();
    for (TimeServer server : servers) {
      answers.put(server.toString(), ask(server));
    }
    TimeReport now = judged(answers);
    report = now;
    return now;
  }

  private TimeReport judged(Map<String, TimeAnswer> answers) {
    Optional<KernelClock.State> state = kernel.state();
    List<ClockQuality.Range> ranges = new ArrayList<>();
    for (TimeAnswer answer : answers.values()) {
      if (answer instanceof TimeAnswer.Measured(var offset, var error, var _)) {
        ranges.add(ClockQuality.Range.of(offset, error));
      }
    }
    state
        .filter(KernelClock.State::isSynchronized)
        .ifPresent(known -> ranges.add(ClockQuality.Range.of(0, known.errorMax().toNanos())));
    var bound = ClockQuality.bound(ranges);
    return new TimeReport(
        Collections.unmodifiableMap(answers), state, bound, ClockQuality.of(bound));
  }

  /** The best of a few tries: the one that took the least time says most. */
  private TimeAnswer ask(TimeServer server) {
    TimeAnswer best = new TimeAnswer.Unusable("was not asked");
    for (int i = 0; i < TRIES && closing.getCount() > 0; i++) {
      TimeAnswer answer = askOnce(server);
      boolean isBetter =
          !(best instanceof TimeAnswer.Measured measured)
              || (answer instanceof TimeAnswer.Measured again
                  && again.errorNanos() < measured.errorNanos());
      if (isBetter) {
        best = answer;
      }
      if (answer instanceof TimeAnswer.Unusable) {
        break;
      }
    }
    return best;
  }

  private TimeAnswer askOnce(TimeServer server) {
    long cookie = random.nextLong();
    byte[] request = SntpPacket.request(cookie);
    try (var socket = new DatagramSocket()) {
      // Connected, so that the system drops what comes from anywhere else.
      socket.connect(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
      socket.setSoTimeout((int) ANSWER.toMillis());
      Instant sent = clock.instant();
      long began = System.nanoTime();
      socket.send(new DatagramPacket(request, request.length));
      byte[] bytes = new byte[512];
      var answer = new DatagramPacket(bytes, bytes.length);
      socket.receive(answer);
      return SntpPacket.read(bytes, answer.getLength(), cookie, sent, System.nanoTime() - began);
    } catch (SocketTimeoutException e) {
      return new TimeAnswer.Unusable("does not answer");
    } catch (IOException e) {
      return new TimeAnswer.Unusable("cannot be asked: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
