package dev.penstock.sparkplugnode;

import dev.penstock.sparkplug.edgenode.Publication;
import dev.penstock.sparkplug.server.MqttServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An MQTT server that the test plays: what it was given, in its order, and what it says. */
final class FakeServer implements MqttServer {
  /** Something that the node did. */
  sealed interface Done {
    record Opened(Publication will) implements Done {}

    record Subscribed(String filter, int qos) implements Done {}

    record Published(Publication publication) implements Done {}

    record Asked(long number) implements Done {}

    record Ended(boolean isWithWill) implements Done {}
  }

  final LinkedBlockingQueue<Done> done = new LinkedBlockingQueue<>();
  private final ArrayDeque<String> refusals = new ArrayDeque<>();
  private final List<FakeSession> sessions = new ArrayList<>();
  private int publicationsMax = Integer.MAX_VALUE;
  private boolean isClosed;

  @Override
  public String name() {
    return "fake:1883";
  }

  /** The next connections fail, one for each reason. */
  synchronized void refuse(String... reasons) {
    refusals.addAll(List.of(reasons));
  }

  /** Each session takes so many messages. */
  synchronized void takesAtMost(int publications) {
    publicationsMax = publications;
  }

  @Override
  public synchronized Session open(Publication will) throws IOException {
    if (isClosed) {
      throw new IOException("closed");
    }
    String refusal = refusals.poll();
    if (refusal != null) {
      throw new IOException(refusal);
    }
    done.add(new Done.Opened(will));
    var session = new FakeSession(publicationsMax);
    sessions.add(session);
    return session;
  }

  synchronized FakeSession session() {
    return sessions.getLast();
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    sessions.forEach(FakeSession::close);
  }

  final class FakeSession implements Session {
    private final BlockingQueue<Optional<Said>> says = new LinkedBlockingQueue<>();
    private int left;

    private FakeSession(int publicationsMax) {
      this.left = publicationsMax;
    }

    void says(Said said) {
      says.add(Optional.of(said));
    }

    void says(String topic, byte[] bytes) {
      says(new Said.Message(topic, bytes, false));
    }

    void breaks() {
      says.add(Optional.empty());
    }

    @Override
    public void subscribe(String filter, int qos) {
      done.add(new Done.Subscribed(filter, qos));
    }

    @Override
    public synchronized void publish(Publication publication) throws IOException {
      if (left == 0) {
        throw new IOException("the broker takes 10 bytes at most");
      }
      left--;
      done.add(new Done.Published(publication));
    }

    @Override
    public void ask(long number) {
      done.add(new Done.Asked(number));
    }

    @Override
    public Optional<Said> next(Duration atMost) throws IOException, InterruptedException {
      Optional<Said> next = says.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return Optional.empty();
      }
      if (next.isEmpty()) {
        throw new IOException("the wire is cut");
      }
      return next;
    }

    @Override
    public void end(boolean isWithWill) {
      done.add(new Done.Ended(isWithWill));
    }

    @Override
    public void close() {
      breaks();
    }
  }
}
