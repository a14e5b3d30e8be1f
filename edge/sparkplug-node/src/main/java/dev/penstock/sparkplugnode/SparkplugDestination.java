package dev.penstock.sparkplugnode;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.journal.Frame;
import dev.penstock.north.SampleFeed;
import dev.penstock.sparkplug.Heard;
import dev.penstock.sparkplug.MessageType;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.Topic;
import dev.penstock.sparkplug.edgenode.Action;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import dev.penstock.sparkplug.edgenode.Event;
import dev.penstock.sparkplug.edgenode.MetricDefinition;
import dev.penstock.sparkplug.edgenode.MetricSet;
import dev.penstock.sparkplug.edgenode.Publication;
import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.edgenode.Source;
import dev.penstock.sparkplug.edgenode.Step;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Fleet;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Mapped;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import dev.penstock.sparkplug.server.MqttServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hosts behind one MQTT server, which get what plants say as Sparkplug B has it. The link
 * counts as standing while births are given: while the primary host is away, all stays in the
 * journal, and is history when it is back. Data has QoS 0, so a parcel counts as acknowledged when
 * the server has read what came behind it.
 *
 * <p>One thread connects and hears; who reads the journal hands values in. Both step the same node,
 * which is guarded by this object, and neither waits for the server while it does.
 *
 * <p>Births say what points have <em>now</em>. So they are given only when it is settled from where
 * on values count as new ({@link #begun}): a value that came before is in the births, and one that
 * comes later is told as current. What comes from the server meanwhile is held.
 */
public final class SparkplugDestination implements Destination {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration ENDING = Duration.ofSeconds(4);

  /** What a server can have said in the moment between an announcement and the births. */
  private static final int HELD_MAX = 1_000;

  private final SparkplugOptions options;
  private final MqttServer server;
  private final SampleFeed feed;
  private final Plant plant;
  private final BirthNumbers numbers;
  private final Commands commands;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  // Owned by who reads the journal.
  private final List<Reported> added = new ArrayList<>();
  private boolean isAddedHistory;

  // Guarded by this, as all below.
  private @Nullable Watch watch;
  private EdgeNode node;
  private final Fleet fleet;
  private List<DeviceForm> forms = List.of();
  private final ArrayDeque<Event> held = new ArrayDeque<>();
  private final Rebirths rebirthsDue = new Rebirths();
  private MqttServer.@Nullable Session session;
  private boolean isAnnounced;

  /** How often the link was said to stand, and how often it was settled what is new then. */
  private long announcements;

  private long beginnings;
  private Action.@Nullable Disconnect ending;
  private @Nullable String failure;
  private long births;
  private long rebirths;
  private long commandsTaken;
  private long refused;
  private long unsaid;
  private long faults;

  /** What a node has around it. */
  public record Around(
      Plant plant,
      BirthNumbers numbers,
      Commands commands,
      InstantSource clock,
      RandomGenerator random) {}

  /** Not started yet. The server is its own from now on. */
  public SparkplugDestination(
      SparkplugOptions options, MqttServer server, SampleFeed feed, Around around) {
    this.options = options;
    this.server = server;
    this.feed = feed;
    this.plant = around.plant();
    this.numbers = around.numbers();
    this.commands = around.commands();
    this.clock = around.clock();
    this.random = around.random();
    this.fleet = new Fleet(options.composition());
    this.node = defined(EdgeNode.of(options.settings()));
  }

  private EdgeNode defined(EdgeNode of) {
    List<MetricDefinition> metrics = new ArrayList<>();
    List<Reading> readings = new ArrayList<>();
    new TreeMap<>(options.properties())
        .forEach((name, text) -> {
          boolean _ = metrics.add(MetricDefinition.readable(name, DataType.STRING));
          boolean _ = readings.add(Reading.good(name, clock.millis(), new Value.Text(text)));
        });
    return of.on(
            new Event.NodeDefined(
                MetricSet.of(metrics), options.composition().templates(), readings, clock.millis()))
        .node();
  }

  /** What was done so far. */
  public synchronized Counts counts() {
    long left = unsaid + fleet.leftOut() + fleet.unfit();
    return new Counts(births, rebirths, commandsTaken, refused, left, faults);
  }

  @Override
  public void start(Watch told) {
    synchronized (this) {
      watch = told;
    }
    Thread started =
        Thread.ofPlatform().name("sparkplug-" + options.name()).daemon().unstarted(() -> run(told));
    thread = started;
    started.start();
  }

  @Override
  public int add(Frame frame, boolean isHistory) throws IOException {
    isAddedHistory = isHistory;
    return feed.show(
        frame,
        sample -> {
          boolean _ = added.add(Reports.of(sample, options.isRecordNamed()));
        });
  }

  @Override
  public void forget() {
    added.clear();
  }

  @Override
  public void send(long parcel) {
    List<Reported> samples = List.copyOf(added);
    added.clear();
    synchronized (this) {
      MqttServer.Session open = session;
      if (open == null || node.phase() != EdgeNode.Phase.BORN) {
        return;
      }
      try {
        apply(fleet.told(samples, isAddedHistory, clock.millis()));
        open.ask(parcel);
      } catch (IOException e) {
        failure = text(e);
      }
    }
  }

  @Override
  public synchronized void begun() {
    beginnings++;
    if (session == null || !isAnnounced || beginnings != announcements) {
      return;
    }
    try {
      fit();
      apply(fleet.beforeBirths(wanted(plant.newest()), clock.millis()));
      while (!held.isEmpty()) {
        step(held.remove());
      }
    } catch (IOException e) {
      failure = text(e);
    }
    if (node.phase() != EdgeNode.Phase.BORN) {
      isAnnounced = false;
      say().lost(waiting());
    }
  }

  private List<Reported> wanted(List<Reported> all) {
    return all.stream().filter(each -> feed.isWanted(each.device(), each.point())).toList();
  }

  private void fit() throws IOException {
    List<DeviceForm> now = plant.forms();
    if (now.equals(forms)) {
      return;
    }
    forms = now;
    List<DeviceForm> fit = new ArrayList<>();
    for (DeviceForm each : now) {
      List<DeviceForm.PointForm> points =
          each.points().stream().filter(point -> feed.isWanted(each.name(), point.name())).toList();
      if (!points.isEmpty()) {
        boolean _ = fit.add(new DeviceForm(each.name(), points));
      }
    }
    apply(fleet.fit(fit, clock.millis()));
  }

  private Watch say() {
    Watch now = watch;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  private String waiting() {
    return options
        .settings()
        .primaryHost()
        .map(host -> "the primary host " + host + " is not there")
        .orElse("the session ends");
  }

  private void run(Watch told) {
    var waits = new Waits(options.reconnectMin(), options.reconnectMax(), random);
    try {
      while (closing.getCount() > 0) {
        long startedNanos = System.nanoTime();
        told.lost(ended(waits));
        long wait = waits.nextNanos(System.nanoTime() - startedNanos);
        boolean _ = closing.await(wait, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
  }

  /** One connection from its beginning to its end; why it ended. */
  private String ended(Waits waits) throws InterruptedException {
    try {
      return connection(waits);
    } catch (IOException e) {
      return text(e);
    } catch (RuntimeException e) {
      // This loop is the link's life: it says what happened and tries again.
      synchronized (this) {
        faults++;
      }
      return "an error of our own: " + e;
    } finally {
      synchronized (this) {
        session = null;
        isAnnounced = false;
        held.clear();
        rebirthsDue.begin();
        ending = null;
        failure = null;
        node = node.on(new Event.ConnectionLost()).node();
      }
    }
  }

  private static String text(IOException e) {
    return String.valueOf(e.getMessage());
  }

  private String connection(Waits waits) throws IOException, InterruptedException {
    int bdSeq = numbers.next();
    Publication will;
    synchronized (this) {
      Step step = node.on(new Event.Connecting(server.name(), bdSeq, clock.millis()));
      node = step.node();
      if (!(step.actions().getFirst() instanceof Action.Connect connect)) {
        throw new IllegalStateException("a node that does not connect: " + step.actions());
      }
      will = connect.will();
    }
    try (MqttServer.Session open = server.open(will)) {
      connected(open);
      while (true) {
        Optional<MqttServer.Said> said = open.next(TICK);
        Action.Disconnect end;
        synchronized (this) {
          if (said.isPresent()) {
            take(said.get());
          }
          end = turn();
        }
        if (end != null) {
          open.end(end.isWithWill());
          waits.reset();
          return closing.getCount() > 0 ? waiting() : "closed";
        }
      }
    }
  }

  private synchronized void connected(MqttServer.Session open) throws IOException {
    session = open;
    var connected = new Event.Connected(clock.millis());
    if (options.settings().primaryHost().isEmpty()) {
      hold(connected);
      announce();
    } else {
      step(connected);
      say().lost(waiting());
    }
  }

  private void announce() {
    isAnnounced = true;
    announcements++;
    say().linked();
  }

  private void hold(Event event) throws IOException {
    if (held.size() == HELD_MAX && event instanceof Event.Arrived arrived && !isState(arrived)) {
      // Who floods the node with commands must not keep it from giving births.
      refuse(arrived.topic(), Optional.empty(), "TOO_MANY");
      return;
    }
    if (held.size() == HELD_MAX) {
      throw new IOException("more than " + HELD_MAX + " messages came before births were given");
    }
    held.add(event);
  }

  private static boolean isState(Event.Arrived arrived) {
    return Topic.parse(arrived.topic()).filter(Topic.OfHost.class::isInstance).isPresent();
  }

  private void take(MqttServer.Said said) throws IOException {
    switch (said) {
      case MqttServer.Said.HasRead(long parcel) when parcel == Rebirths.SIGN -> rebirthsDue.read();
      case MqttServer.Said.HasRead(long parcel) -> say().acknowledged(parcel);
      case MqttServer.Said.Message message -> {
        var arrived =
            new Event.Arrived(
                message.topic(),
                ByteString.of(message.bytes()),
                message.isRetained(),
                clock.millis());
        if (isAnnounced && beginnings != announcements) {
          hold(arrived);
        } else if (node.phase() == EdgeNode.Phase.WAITING && isHostThere(message)) {
          hold(arrived);
          announce();
        } else {
          step(arrived);
        }
      }
    }
  }

  /** Whether a message may be the one that births wait for. */
  private boolean isHostThere(MqttServer.Said.Message message) {
    return Heard.read(message.topic(), message.bytes(), PayloadLimits.COMMAND)
            instanceof Heard.State(var host, var state)
        && state.isOnline()
        && options.settings().primaryHost().equals(Optional.of(host));
  }

  /** What time brings; gives how the connection is to be ended, if it is. */
  private Action.@Nullable Disconnect turn() throws IOException {
    String failed = failure;
    if (failed != null) {
      throw new IOException(failed);
    }
    if (node.phase() == EdgeNode.Phase.BORN) {
      fit();
      apply(fleet.tick(clock.millis()));
      giveBirthsAgain();
    }
    commands.tick();
    if (closing.getCount() == 0 && ending == null) {
      step(new Event.Stopping(clock.millis()));
    }
    return ending;
  }

  private void giveBirthsAgain() throws IOException {
    MqttServer.Session open = session;
    long now = clock.millis();
    if (open != null && rebirthsDue.isDue(now)) {
      step(new Event.RebirthDue(now));
      open.ask(Rebirths.SIGN);
    }
  }

  private void apply(List<Event> events) throws IOException {
    for (Event each : events) {
      step(each);
    }
  }

  private void step(Event event) throws IOException {
    Step step = node.on(event);
    node = step.node();
    for (Action each : step.actions()) {
      act(each);
    }
  }

  private void act(Action action) throws IOException {
    MqttServer.Session open = session;
    switch (action) {
      case Action.Connect _ -> throw new IllegalStateException("connected already");
      case Action.Subscribe(var filter, int qos) -> {
        if (open != null) {
          open.subscribe(filter, qos);
        }
      }
      // It ends with the connection; until then what comes is refused, and counted.
      case Action.Unsubscribe _ -> {}
      case Action.Publish(var publication) -> {
        if (open != null) {
          open.publish(publication);
          boolean isBirth =
              publication.topic() instanceof Topic.OfNode(_, var type)
                  && type == MessageType.NBIRTH;
          births += isBirth ? 1 : 0;
        }
      }
      case Action.Disconnect end -> ending = end;
      case Action.Command command -> asked(command);
      case Action.RebirthAsked _ -> {
        rebirths++;
        rebirthsDue.asked();
      }
      case Action.Refused(var topic, var metric, var why) -> refuse(topic, metric, why.name());
      case Action.Unsent(_, var readings, var why) -> {
        // What is not sent for want of births was never in a parcel.
        unsaid += why == Action.Unsent.Why.NOT_BORN ? 0 : readings.size();
      }
    }
  }

  private void refuse(String topic, Optional<String> metric, String why) {
    refused++;
    commands.refused(topic, metric, why);
  }

  private void asked(Action.Command command) {
    Optional<Fleet.Place> place = fleet.place(command.source(), command.metric(), command.member());
    Mapped<SampleValue> value = ValueMapping.fromWire(command.type(), command.value());
    boolean isTaken =
        place.isPresent()
            && value instanceof Mapped.Fits<SampleValue>(var fit)
            && commands.isTaken(
                new Commands.Asked(
                    options.name(),
                    place.get().device(),
                    place.get().point(),
                    fit,
                    command.sentAtMs()));
    if (isTaken) {
      commandsTaken++;
    } else {
      String within = command.member().map(member -> "/" + member).orElse("");
      refuse(
          commandTopic(command.source()), Optional.of(command.metric() + within), "NOT_FOLLOWED");
    }
  }

  private String commandTopic(Source source) {
    NodeId id = options.settings().id();
    return switch (source) {
      case Source.OfNode _ -> id.topic(MessageType.NCMD).text();
      case Source.OfDevice(var device) -> id.topic(MessageType.DCMD, device).text();
    };
  }

  @Override
  public void close() {
    closing.countDown();
    Thread running = thread;
    boolean isInterrupted = false;
    try {
      if (running != null) {
        boolean _ = running.join(ENDING);
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    server.close();
    while (running != null && running.isAlive()) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
