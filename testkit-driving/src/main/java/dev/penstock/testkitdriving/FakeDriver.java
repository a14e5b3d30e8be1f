package dev.penstock.testkitdriving;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.driving.Driver;
import dev.penstock.driving.Intended;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.evidence.record.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to a {@link FakeDevice}, whose points are {@code p0} to {@code p999}. */
final class FakeDriver implements Driver {
  private static final Pattern POINT = Pattern.compile("p(0|[1-9][0-9]{0,2})");

  private final FakeDevice device;
  private final Set<Ability> abilities;
  private final Duration limit;

  FakeDriver(FakeDevice device, Set<Ability> abilities, Duration limit) {
    this.device = device;
    this.abilities = abilities;
    this.limit = limit;
  }

  @Override
  public String protocol() {
    return "fake";
  }

  @Override
  public Set<Ability> abilities() {
    return abilities;
  }

  @Override
  public Located locate(PointSpec point) {
    OptionalInt place = place(point);
    return place.isPresent()
        ? new Located.Found(new Target.Name(point.address()), abilities.contains(Ability.WRITE))
        : new Located.Faulty(point.address() + " is no point; write p0 to p999");
  }

  @Override
  public Intended intended(Setting setting) {
    return place(setting.point()).isPresent()
            && setting.value() instanceof Scalar.Whole(var whole)
            && abilities.contains(Ability.WRITE)
        ? new Intended.Asking(
            Operation.WRITE,
            List.of(new Part(new Target.Name(setting.point().address()), Values.ofWhole(whole))))
        : new Intended.Unfit(setting + " cannot be written");
  }

  static OptionalInt place(PointSpec point) {
    Matcher name = POINT.matcher(point.address());
    return name.matches() && point.type().isEmpty()
        ? OptionalInt.of(Integer.parseInt(name.group(1)))
        : OptionalInt.empty();
  }

  @Override
  public Session open() throws LinkException {
    var session = new FakeSession(device, abilities, limit);
    device.connect(session);
    return session;
  }
}
