package dev.penstock.plant;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Rule {@link Rule#FORM} for what is said about things beside their ids and names. */
final class DetailRules {
  private static final Pattern RULE = Pattern.compile("[A-Z][0-9]{1,3}");
  private static final Pattern WHERE =
      Pattern.compile("[a-z]{1,16}(-[a-z]{1,16})?(/[a-z0-9-]{1,64}){0,2}");

  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private final Report report;

  private DetailRules(Report report) {
    this.report = report;
  }

  static void look(Draft draft, Report report) {
    var rules = new DetailRules(report);
    draft.system().ifPresent(rules::system);
    draft.zones().forEach(rules::zone);
    draft.conduits().forEach(rules::conduit);
    draft.assets().forEach(rules::asset);
    draft.accepted().forEach(rules::acceptance);
    if (draft.format() == PlantFormat.ONE) {
      rules.older(draft);
    }
  }

  private void note(Where where, Optional<String> fault) {
    fault.ifPresent(what -> report.add(new Finding.Malformed(where, what)));
  }

  private void line(Listed<?> listed, String field, Optional<String> text, int charsMax) {
    if (text.isPresent()) {
      report.step();
      note(listed.where(field), Text.faultOfLine(text.get(), charsMax));
    }
  }

  private void system(Listed<SystemUnderConsideration> system) {
    line(system, "boundary", system.what().boundary(), Bounds.PROSE_CHARS_MAX);
  }

  private void zone(Listed<Zone> zone) {
    line(zone, "criticality", zone.what().criticality(), Bounds.PROSE_CHARS_MAX);
    target(zone, zone.what().target());
  }

  private void target(Listed<?> of, Optional<SlTarget> target) {
    target
        .flatMap(SlTarget::rationale)
        .ifPresent(text ->
            note(of.inside("sl-t", "rationale"), Text.faultOfLine(text, Bounds.PROSE_CHARS_MAX)));
  }

  private void conduit(Listed<Conduit> conduit) {
    target(conduit, conduit.what().target());
    List<Channel> channels = conduit.what().channels();
    for (int i = 0; i < channels.size(); i++) {
      report.step();
      Channel channel = channels.get(i);
      String id = channel.id();
      note(conduit.inside("channels", i, id, "id"), Text.faultOfId(id));
      note(conduit.inside("channels", i, id, "name"), Text.faultOfName(channel.name()));
      note(
          conduit.inside("channels", i, id, "protocol"),
          channel.protocol().flatMap(Text::faultOfId));
    }
  }

  private void asset(Listed<Asset> asset) {
    AssetFacts facts = asset.what().facts();
    line(asset, "owner", facts.owner(), Bounds.NAME_CHARS_MAX);
    line(asset, "supplier", facts.supplier(), Bounds.NAME_CHARS_MAX);
    line(asset, "model", facts.model(), Bounds.NAME_CHARS_MAX);
    line(asset, "firmware", facts.firmware(), Bounds.NAME_CHARS_MAX);
    line(asset, "address", facts.address(), Bounds.NAME_CHARS_MAX);
    List<String> tags = facts.tags();
    if (tags.size() > Bounds.TAGS_MAX) {
      report.add(new Finding.TooMany(asset.where("tags"), "tags", tags.size(), Bounds.TAGS_MAX));
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      report.step();
      note(asset.where("tags", i), Text.faultOfId(tags.get(i)));
      if (!seen.add(tags.get(i))) {
        note(asset.where("tags", i), Optional.of("is there twice"));
      }
    }
  }

  private void acceptance(Listed<Acceptance> listed) {
    report.step();
    Acceptance acceptance = listed.what();
    if (!RULE.matcher(acceptance.rule()).matches()) {
      note(listed.where("rule"), Optional.of("must be the id of a rule, as Z5"));
    }
    if (!WHERE.matcher(acceptance.where()).matches()) {
      note(listed.where("where"), Optional.of("must name a thing, as zone/filters"));
    }
    note(
        listed.where("rationale"),
        Text.faultOfLine(acceptance.rationale(), Bounds.PROSE_CHARS_MAX));
    if (acceptance.until().isBefore(FIRST_DAY) || acceptance.until().isAfter(LAST_DAY)) {
      note(listed.where("until"), Optional.of("must be a day, as 2027-06-30"));
    }
  }

  /** The bytes of an older format have no place for these. */
  private void older(Draft draft) {
    draft.system().ifPresent(this::newer);
    for (Listed<Zone> listed : draft.zones()) {
      Zone zone = listed.what();
      if (!zone.equals(new Zone(zone.id(), zone.name(), zone.parent(), zone.sources()))) {
        newer(listed);
      }
    }
    for (Listed<Conduit> listed : draft.conduits()) {
      Conduit conduit = listed.what();
      if (!conduit.equals(new Conduit(conduit.id(), conduit.name(), conduit.between()))) {
        newer(listed);
      }
    }
    draft.assets().stream()
        .filter(asset -> !asset.what().facts().equals(AssetFacts.NONE))
        .forEach(this::newer);
    draft.accessPoints().forEach(this::newer);
    draft.functions().forEach(this::newer);
    draft.accepted().forEach(this::newer);
  }

  private void newer(Listed<?> listed) {
    note(listed.where(), Optional.of("needs the format " + PlantFormat.TWO.word()));
  }
}
