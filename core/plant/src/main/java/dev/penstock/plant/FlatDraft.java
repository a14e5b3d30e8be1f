package dev.penstock.plant;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A draft out of paths and texts as {@link FlatForm} makes them. What is missing is an empty text,
 * which the rules of form refuse.
 */
final class FlatDraft {
  private static final String ID = "[a-z0-9-]{1,64}";
  private static final String TARGET = "sl-t\\.(FR[1-7]|method|rationale)";

  private static final Pattern PATH =
      Pattern.compile(
          "format|(organisation|site)\\.(id|name)|system\\.(id|name|boundary)"
              + ("|zones\\[" + ID + "]\\.(name|parent|kind|level|criticality|" + TARGET)
              + "|sources\\[.{1,255}])"
              + ("|conduits\\[" + ID + "]\\.(name|between|" + TARGET + "|channels\\[" + ID)
              + "]\\.(name|protocol|from|to|security|diode))"
              + ("|assets\\[" + ID + "]\\.(name|zone|kind|owner|supplier|model|firmware|address")
              + ("|tags\\[" + ID + "])")
              + ("|access-points\\[" + ID + "]\\.(name|kind|zone|conduit|authentication)")
              + ("|functions\\[" + ID + "]\\.(name|assets\\[" + ID + "])")
              + "|accepted\\[[A-Z][0-9]{1,3} [a-z0-9/-]{1,170}]\\.(rationale|until)");

  private static final Pattern LISTED =
      Pattern.compile(
          "(zones|conduits|assets|access-points|functions|accepted)\\[([^]]*)]\\."
              + "(?:channels\\[([^]]*)]\\.)?([a-z-]+(?:\\.[A-Za-z0-9]+)?)(?:\\[(.*)])?");

  private static final String TRUE = "true";

  /** What was said of one element. */
  private static final class Parts {
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> items = new ArrayList<>();
    private final Map<String, Parts> inner = new LinkedHashMap<>();

    String text(String name) {
      return texts.getOrDefault(name, "");
    }

    Optional<String> optional(String name) {
      return Optional.ofNullable(texts.get(name));
    }

    <E extends Enum<E> & Worded> Optional<E> word(String name, Class<E> words) {
      return optional(name).flatMap(word -> Worded.of(words, word));
    }
  }

  private final Map<String, String> flat;
  private final Map<String, Map<String, Parts>> kinds = new HashMap<>();

  private FlatDraft(Map<String, String> flat) {
    this.flat = flat;
    flat.forEach(this::take);
  }

  static Draft of(Map<String, String> flat) {
    return new FlatDraft(flat).draft();
  }

  /** True when a change can mean something; an item of a set says in its path what it is. */
  static boolean isMeant(Change change) {
    if (!PATH.matcher(change.path()).matches()) {
      return false;
    }
    if (change.after().isEmpty()) {
      return !change.path().equals(FlatForm.FORMAT);
    }
    String value = change.after().get();
    Matcher listed = LISTED.matcher(change.path());
    if (!listed.matches()) {
      return !change.path().equals(FlatForm.FORMAT)
          || Worded.of(PlantFormat.class, value).isPresent();
    }
    return listed.group(5) != null
        ? value.equals(listed.group(5))
        : isMeant(listed.group(1), listed.group(4), value);
  }

  private static boolean isMeant(String list, String field, String value) {
    return switch (field) {
      case "kind" ->
          switch (list) {
            case "zones" -> Worded.of(ZoneKind.class, value).isPresent();
            case "assets" -> Worded.of(AssetKind.class, value).isPresent();
            default -> Worded.of(AccessKind.class, value).isPresent();
          };
      case "level" -> Worded.of(PurdueLevel.class, value).isPresent();
      case "security" -> Worded.of(ChannelSecurity.class, value).isPresent();
      case "authentication" -> Worded.of(Authentication.class, value).isPresent();
      case "sl-t.method" -> Worded.of(TargetMethod.class, value).isPresent();
      case "diode" -> value.equals(TRUE);
      case "until" -> date(value).isPresent();
      default -> !field.startsWith("sl-t.FR") || value.matches("[0-4]");
    };
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void take(String path, String value) {
    Matcher listed = LISTED.matcher(path);
    if (!listed.matches()) {
      return;
    }
    Parts parts =
        kinds
            .computeIfAbsent(listed.group(1), kind -> new LinkedHashMap<>())
            .computeIfAbsent(listed.group(2), id -> new Parts());
    if (listed.group(3) != null) {
      parts = parts.inner.computeIfAbsent(listed.group(3), id -> new Parts());
    }
    if (listed.group(5) != null) {
      parts.items.add(value);
    } else {
      parts.texts.put(listed.group(4), value);
    }
  }

  private Draft draft() {
    return new Draft(
        Worded.of(PlantFormat.class, text(FlatForm.FORMAT)).orElse(PlantFormat.newest()),
        Listed.of(new Organisation(text("organisation.id"), text("organisation.name"))),
        Listed.of(new Site(text("site.id"), text("site.name"))),
        system(),
        all(Kind.ZONE, FlatDraft::zone),
        all(Kind.CONDUIT, FlatDraft::conduit),
        all(Kind.ASSET, FlatDraft::asset),
        all(Kind.ACCESS_POINT, FlatDraft::accessPoint),
        all(
            Kind.FUNCTION,
            (id, parts) -> new EssentialFunction(id, parts.text("name"), parts.items)),
        all(Kind.ACCEPTANCE, FlatDraft::acceptance));
  }

  private String text(String path) {
    return flat.getOrDefault(path, "");
  }

  private Optional<Listed<SystemUnderConsideration>> system() {
    return flat.keySet().stream().anyMatch(path -> path.startsWith("system."))
        ? Optional.of(
            Listed.of(
                new SystemUnderConsideration(
                    text("system.id"),
                    text("system.name"),
                    Optional.ofNullable(flat.get("system.boundary")))))
        : Optional.empty();
  }

  private <T extends Element> List<Listed<T>> all(Kind kind, BiFunction<String, Parts, T> shape) {
    List<Listed<T>> made = new ArrayList<>();
    kinds
        .getOrDefault(kind.field(), Map.of())
        .forEach((id, parts) -> made.add(Listed.of(shape.apply(id, parts))));
    return made;
  }

  private static Optional<SlTarget> target(Parts parts) {
    Map<FoundationalRequirement, Integer> levels = new EnumMap<>(FoundationalRequirement.class);
    for (FoundationalRequirement each : FoundationalRequirement.values()) {
      parts
          .optional("sl-t." + each.word())
          .ifPresent(level -> levels.put(each, Integer.parseInt(level)));
    }
    // A method or a rationale of no level has no target to be of, and goes with it.
    return levels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SlTarget(
                levels,
                parts.word("sl-t.method", TargetMethod.class),
                parts.optional("sl-t.rationale")));
  }

  private static Zone zone(String id, Parts parts) {
    return new Zone(
        id,
        parts.text("name"),
        parts.optional("parent"),
        parts.items,
        parts.word("kind", ZoneKind.class),
        parts.word("level", PurdueLevel.class),
        target(parts),
        parts.optional("criticality"));
  }

  private static Conduit conduit(String id, Parts parts) {
    List<String> between = Arrays.asList(parts.text("between").split(FlatForm.BETWEEN, -1));
    List<Channel> channels = new ArrayList<>();
    parts.inner.forEach((channel, of) -> channels.add(channel(channel, of)));
    return new Conduit(id, parts.text("name"), between, channels, target(parts));
  }

  private static Channel channel(String id, Parts parts) {
    return new Channel(
        id,
        parts.text("name"),
        parts.optional("protocol"),
        parts.optional("from"),
        parts.optional("to"),
        parts.word("security", ChannelSecurity.class),
        parts.text("diode").equals(TRUE));
  }

  private static Asset asset(String id, Parts parts) {
    var facts =
        new AssetFacts(
            parts.word("kind", AssetKind.class),
            parts.optional("owner"),
            parts.optional("supplier"),
            parts.optional("model"),
            parts.optional("firmware"),
            parts.optional("address"),
            parts.items);
    return new Asset(id, parts.text("name"), parts.optional("zone"), facts);
  }

  private static AccessPoint accessPoint(String id, Parts parts) {
    return new AccessPoint(
        id,
        parts.text("name"),
        parts.word("kind", AccessKind.class),
        parts.optional("zone"),
        parts.optional("conduit"),
        parts.word("authentication", Authentication.class));
  }

  private static Acceptance acceptance(String id, Parts parts) {
    int blank = id.indexOf(' ');
    return new Acceptance(
        id.substring(0, blank),
        id.substring(blank + 1),
        parts.text("rationale"),
        date(parts.text("until")).orElse(LocalDate.EPOCH));
  }
}
