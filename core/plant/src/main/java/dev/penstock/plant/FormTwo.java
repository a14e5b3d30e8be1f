package dev.penstock.plant;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bytes of {@link PlantFormat#TWO}. What nobody said is null, or a list of nothing. */
final class FormTwo {
  static final int ITEMS = 10;

  private static final int REFERENCE_CHARS_MAX = 170;
  private static final int DATE_CHARS = 10;

  private final Items in;

  /** Begins after the name of the format. */
  FormTwo(CborReader in) {
    this.in = new Items(in);
  }

  static byte[] encode(Model model) {
    var out = new CborWriter(4_096);
    out.array(ITEMS);
    out.text(PlantFormat.TWO.word());
    Items.title(out, 2, model.organisation());
    Items.title(out, 2, model.site());
    if (model.system().isPresent()) {
      Items.title(out, 3, model.system().get());
      Items.text(out, model.system().get().boundary());
    } else {
      out.nullValue();
    }
    out.array(model.zones().size());
    model.zones().forEach(zone -> write(out, zone));
    out.array(model.conduits().size());
    model.conduits().forEach(conduit -> write(out, conduit));
    out.array(model.assets().size());
    model.assets().forEach(asset -> write(out, asset));
    out.array(model.accessPoints().size());
    model.accessPoints().forEach(point -> write(out, point));
    out.array(model.functions().size());
    for (EssentialFunction function : model.functions()) {
      Items.title(out, 3, function);
      Items.texts(out, function.assets());
    }
    out.array(model.accepted().size());
    for (Acceptance acceptance : model.accepted()) {
      out.array(4);
      out.text(acceptance.rule());
      out.text(acceptance.where());
      out.text(acceptance.rationale());
      out.text(acceptance.until().toString());
    }
    return out.toByteArray();
  }

  private static void write(CborWriter out, Zone zone) {
    Items.title(out, 8, zone);
    Items.text(out, zone.parent());
    Items.texts(out, zone.sources());
    Items.word(out, zone.kind());
    Items.word(out, zone.level());
    write(out, zone.target());
    Items.text(out, zone.criticality());
  }

  private static void write(CborWriter out, Optional<SlTarget> target) {
    if (target.isEmpty()) {
      out.nullValue();
      return;
    }
    out.array(3);
    FoundationalRequirement[] all = FoundationalRequirement.values();
    out.array(all.length);
    for (FoundationalRequirement each : all) {
      target.get().level(each).ifPresentOrElse(out::unsigned, out::nullValue);
    }
    Items.word(out, target.get().method());
    Items.text(out, target.get().rationale());
  }

  private static void write(CborWriter out, Conduit conduit) {
    Items.title(out, 6, conduit);
    conduit.between().forEach(out::text);
    out.array(conduit.channels().size());
    for (Channel channel : conduit.channels()) {
      Items.title(out, 7, channel);
      Items.text(out, channel.protocol());
      Items.text(out, channel.from());
      Items.text(out, channel.to());
      Items.word(out, channel.security());
      out.bool(channel.isDiode());
    }
    write(out, conduit.target());
  }

  private static void write(CborWriter out, Asset asset) {
    AssetFacts facts = asset.facts();
    Items.title(out, 10, asset);
    out.text(asset.zone().orElseThrow());
    Items.word(out, facts.kind());
    Items.text(out, facts.owner());
    Items.text(out, facts.supplier());
    Items.text(out, facts.model());
    Items.text(out, facts.firmware());
    Items.text(out, facts.address());
    Items.texts(out, facts.tags());
  }

  private static void write(CborWriter out, AccessPoint point) {
    Items.title(out, 6, point);
    Items.word(out, point.kind());
    Items.text(out, point.zone());
    Items.text(out, point.conduit());
    Items.word(out, point.authentication());
  }

  Draft draft() {
    in.expect(2);
    var organisation = Listed.of(new Organisation(in.id(), in.name()));
    in.expect(2);
    var site = Listed.of(new Site(in.id(), in.name()));
    Optional<Listed<SystemUnderConsideration>> system = system().map(Listed::of);
    List<Zone> zones = in.list(Bounds.ZONES_MAX, this::zone);
    List<Conduit> conduits = in.list(Bounds.CONDUITS_MAX, this::conduit);
    List<Asset> assets = in.list(Bounds.ASSETS_MAX, this::asset);
    List<AccessPoint> points = in.list(Bounds.ACCESS_POINTS_MAX, this::accessPoint);
    List<EssentialFunction> functions = in.list(Bounds.FUNCTIONS_MAX, this::function);
    List<Acceptance> accepted = in.list(Bounds.ACCEPTED_MAX, this::acceptance);
    return new Draft(
        PlantFormat.TWO,
        organisation,
        site,
        system,
        Draft.listed(zones),
        Draft.listed(conduits),
        Draft.listed(assets),
        Draft.listed(points),
        Draft.listed(functions),
        Draft.listed(accepted));
  }

  private Optional<SystemUnderConsideration> system() {
    if (in.takeNull()) {
      return Optional.empty();
    }
    in.expect(3);
    return Optional.of(
        new SystemUnderConsideration(in.id(), in.name(), in.optionalLine(Bounds.PROSE_CHARS_MAX)));
  }

  private Zone zone() {
    in.expect(8);
    return new Zone(
        in.id(),
        in.name(),
        in.optionalId(),
        in.sources(),
        in.word(ZoneKind.class),
        in.word(PurdueLevel.class),
        target(),
        in.optionalLine(Bounds.PROSE_CHARS_MAX));
  }

  private Optional<SlTarget> target() {
    if (in.takeNull()) {
      return Optional.empty();
    }
    in.expect(3);
    FoundationalRequirement[] all = FoundationalRequirement.values();
    in.expect(all.length);
    Map<FoundationalRequirement, Integer> levels = new EnumMap<>(FoundationalRequirement.class);
    for (FoundationalRequirement each : all) {
      if (!in.takeNull()) {
        levels.put(each, in.number(SlTarget.LEVEL_MAX));
      }
    }
    Optional<TargetMethod> method = in.word(TargetMethod.class);
    Optional<String> rationale = in.optionalLine(Bounds.PROSE_CHARS_MAX);
    if (levels.isEmpty()) {
      in.refuse();
    }
    return in.isRefused() ? Optional.empty() : Optional.of(new SlTarget(levels, method, rationale));
  }

  private Conduit conduit() {
    in.expect(6);
    return new Conduit(
        in.id(),
        in.name(),
        List.of(in.id(), in.id()),
        in.list(Bounds.CHANNELS_MAX, this::channel),
        target());
  }

  private Channel channel() {
    in.expect(7);
    return new Channel(
        in.id(),
        in.name(),
        in.optionalId(),
        in.optionalId(),
        in.optionalId(),
        in.word(ChannelSecurity.class),
        in.bool());
  }

  private Asset asset() {
    in.expect(10);
    return new Asset(in.id(), in.name(), Optional.of(in.id()), facts());
  }

  private AssetFacts facts() {
    return new AssetFacts(
        in.word(AssetKind.class),
        in.optionalLine(Bounds.NAME_CHARS_MAX),
        in.optionalLine(Bounds.NAME_CHARS_MAX),
        in.optionalLine(Bounds.NAME_CHARS_MAX),
        in.optionalLine(Bounds.NAME_CHARS_MAX),
        in.optionalLine(Bounds.NAME_CHARS_MAX),
        in.ids(Bounds.TAGS_MAX));
  }

  private AccessPoint accessPoint() {
    in.expect(6);
    return new AccessPoint(
        in.id(),
        in.name(),
        in.word(AccessKind.class),
        in.optionalId(),
        in.optionalId(),
        in.word(Authentication.class));
  }

  private EssentialFunction function() {
    in.expect(3);
    return new EssentialFunction(in.id(), in.name(), in.ids(Bounds.FUNCTION_ASSETS_MAX));
  }

  private Acceptance acceptance() {
    in.expect(4);
    return new Acceptance(
        in.line(Bounds.ID_CHARS_MAX),
        in.line(REFERENCE_CHARS_MAX),
        in.line(Bounds.PROSE_CHARS_MAX),
        date());
  }

  private LocalDate date() {
    try {
      return LocalDate.parse(in.line(DATE_CHARS));
    } catch (DateTimeException _) {
      in.refuse();
      return LocalDate.EPOCH;
    }
  }
}
