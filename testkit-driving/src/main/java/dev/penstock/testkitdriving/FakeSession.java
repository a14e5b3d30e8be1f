package dev.penstock.testkitdriving;

import dev.penstock.driving.Browsed;
import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.Driver.Ability;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.ReadPlan;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.Sink;
import dev.penstock.driving.Subscriptions;
import dev.penstock.driving.Turns;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** A connection to a {@link FakeDevice}. */
final class FakeSession implements Session, Subscriptions {
  private static final int NEVER_TOLD = Integer.MIN_VALUE;
  private static final int FOLDER_POINTS = 100;

  private final FakeDevice device;
  private final Set<Ability> abilities;
  private final Duration limit;
  private int[] subscribed = new int[0];
  private int[] told = new int[0];

  FakeSession(FakeDevice device, Set<Ability> abilities, Duration limit) {
    this.device = device;
    this.abilities = abilities;
    this.limit = limit;
  }

  /** Requests of neighbouring points; one that is refused is taken apart. */
  private static final class Plan implements ReadPlan {
    private final FakeSession session;
    private final int[] handles;

    /** Where each request ends, in the order of the points. */
    private List<Integer> ends = new ArrayList<>();

    private Plan(FakeSession session, int[] handles) {
      this.session = session;
      this.handles = handles;
      for (int at = 0; at < handles.length; at += FakeDevice.REQUEST_POINTS_MAX) {
        ends.add(Math.min(handles.length, at + FakeDevice.REQUEST_POINTS_MAX));
      }
    }

    @Override
    public int points() {
      return handles.length;
    }

    @Override
    public int requests() {
      return ends.size();
    }
  }

  @Override
  public ReadPlan plan(List<PointSpec> points) throws LinkException {
    device.mustBeConnected(this);
    int[] handles = new int[points.size()];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = device.handle(FakeDriver.place(points.get(i)).orElseThrow());
    }
    return new Plan(this, handles);
  }

  @Override
  public void read(ReadPlan plan, Sink sink, Turns turns)
      throws LinkException, InterruptedException {
    if (!(plan instanceof Plan own) || own.session != this) {
      throw new IllegalArgumentException("a plan of another session");
    }
    var ends = new ArrayList<Integer>();
    int from = 0;
    for (int end : own.ends) {
      if (from > 0 && turns.areWanted() && !turns.give()) {
        return;
      }
      read(own, from, end, ends, sink);
      from = end;
    }
    own.ends = ends;
  }

  private void read(Plan plan, int from, int end, List<Integer> ends, Sink sink)
      throws LinkException, InterruptedException {
    int[] values = device.read(this, Arrays.copyOfRange(plan.handles, from, end), limit);
    if (values.length == 0 && end - from > 1) {
      int middle = (from + end) / 2;
      read(plan, from, middle, ends, sink);
      read(plan, middle, end, ends, sink);
      return;
    }
    sink.answered();
    ends.add(end);
    if (values.length == 0) {
      sink.value(from, new Scalar.None(), Quality.CONFIGURATION_ERROR, Sink.NO_TIME);
    }
    for (int i = 0; i < values.length; i++) {
      sink.value(from + i, new Scalar.Whole(values[i]), Quality.GOOD, Sink.NO_TIME);
    }
  }

  @Override
  public Optional<DeviceIdentity> identify() throws LinkException {
    device.mustBeConnected(this);
    return abilities.contains(Ability.IDENTIFY)
        ? Optional.of(new DeviceIdentity("Example", "Fake", "1", Map.of()))
        : Optional.empty();
  }

  @Override
  public void browse(String under, Consumer<Browsed> to) throws LinkException {
    must(Ability.BROWSE);
    device.mustBeConnected(this);
    if (under.isEmpty()) {
      for (int i = 0; i < SimulatedDevice.POINTS; i += FOLDER_POINTS) {
        to.accept(new Browsed(Integer.toString(i), "from " + i, Optional.empty(), true));
      }
      return;
    }
    int first = Integer.parseInt(under);
    for (int i = first; i < first + FOLDER_POINTS; i++) {
      to.accept(new Browsed("p" + i, "p" + i, Optional.of(device.point(i)), false));
    }
  }

  @Override
  public WriteOutcome write(Setting setting) throws InterruptedException {
    must(Ability.WRITE);
    OptionalInt place = FakeDriver.place(setting.point());
    boolean fits =
        setting.value() instanceof Scalar.Whole(long value)
            && value >= 0
            && value <= SimulatedDevice.VALUE_MAX;
    if (place.isEmpty() || !fits) {
      return new WriteOutcome.NotSent("a whole number from 0 to 32767 may be written");
    }
    int value = (int) ((Scalar.Whole) setting.value()).value();
    try {
      boolean isDone = device.write(this, device.handle(place.getAsInt()), value, limit);
      return isDone ? new WriteOutcome.Done() : new WriteOutcome.Refused(2, "no such address");
    } catch (LinkException e) {
      return new WriteOutcome.Unknown("whether it was done is not known: " + e.getMessage());
    }
  }

  private void must(Ability ability) {
    if (!abilities.contains(ability)) {
      throw new UnsupportedOperationException("this driver does not " + ability);
    }
  }

  @Override
  public Optional<Subscriptions> subscriptions() {
    return abilities.contains(Ability.SUBSCRIBE) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public void subscribe(ReadPlan plan, Duration interval) throws LinkException {
    device.mustBeConnected(this);
    subscribed = ((Plan) plan).handles;
    told = new int[subscribed.length];
    Arrays.fill(told, NEVER_TOLD);
  }

  @Override
  public void listen(Sink sink, Duration atMost) throws LinkException, InterruptedException {
    int[] now = device.awaitNews(this, subscribed, told, atMost);
    for (int i = 0; i < now.length; i++) {
      if (now[i] != told[i]) {
        sink.answered();
        sink.value(i, new Scalar.Whole(now[i]), Quality.GOOD, Sink.NO_TIME);
      }
    }
    told = now;
  }

  @Override
  public void close() {
    device.disconnect(this);
  }
}
