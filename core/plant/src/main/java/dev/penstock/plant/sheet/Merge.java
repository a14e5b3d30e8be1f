package dev.penstock.plant.sheet;

import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetFacts;
import dev.penstock.plant.AssetKind;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Draft;
import dev.penstock.plant.IdOfName;
import dev.penstock.plant.Listed;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Worded;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One table on its way into a model. */
final class Merge {
  private final Model model;
  private final Map<String, Integer> columns;
  private final Optional<String> zoneOfNew;
  private final Map<String, Listed<Asset>> assets = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, String> zones = new HashMap<>();
  private final List<AssetSheet.Problem> problems = new ArrayList<>();

  Merge(Model model, Map<String, Integer> columns, Optional<String> zoneOfNew) {
    this.model = model;
    this.columns = columns;
    this.zoneOfNew = zoneOfNew;
    model.assets().forEach(asset -> assets.put(asset.id(), Listed.of(asset)));
    model.zones().forEach(zone -> zones.put(zone.name().toLowerCase(Locale.ROOT), zone.id()));
    model.zones().forEach(zone -> zones.put(zone.id(), zone.id()));
  }

  AssetSheet.Imported of(List<Csv.Row> rows, List<String> notTaken) {
    rows.forEach(this::take);
    if (problems.isEmpty()) {
      Draft draft = model.draft().in(PlantFormat.newest()).withAssets(List.copyOf(assets.values()));
      switch (ModelChecker.check(draft)) {
        case Checked.Sound(var merged) -> {
          // A table that changes nothing does not change the format either.
          boolean isSame = merged.equals(model.inNewestFormat());
          return new AssetSheet.Imported.Merged(isSame ? model : merged, notTaken);
        }
        case Checked.Unsound(var findings, _) ->
            findings.forEach(finding ->
                problem(
                    finding.where().place().line(), finding.where().path() + " " + finding.what()));
      }
    }
    return new AssetSheet.Imported.Refused(problems);
  }

  private void problem(int line, String what) {
    if (problems.size() < AssetSheet.PROBLEMS_MAX) {
      problems.add(new AssetSheet.Problem(line, what));
    }
  }

  /** What a cell says; nothing when it is empty, or the row has no such column. */
  private Optional<String> cell(Csv.Row row, String column) {
    Integer index = columns.get(column);
    return index == null || index >= row.cells().size()
        ? Optional.empty()
        : Optional.of(AssetSheet.original(row.cells().get(index).strip()))
            .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
            .filter(text -> !text.isEmpty());
  }

  private void take(Csv.Row row) {
    Optional<String> id = cell(row, "id").or(() -> cell(row, "name").map(IdOfName::of));
    if (id.isEmpty()) {
      problem(row.line(), "the row has neither an id nor a name");
      return;
    }
    Integer first = lines.putIfAbsent(id.get(), row.line());
    if (first != null) {
      problem(row.line(), "the id '%s' is that of line %d".formatted(id.get(), first));
      return;
    }
    Optional<Asset> before = Optional.ofNullable(assets.get(id.get())).map(Listed::what);
    var asset =
        new Asset(
            id.get(),
            cell(row, "name").or(() -> before.map(Asset::name)).orElse(id.get()),
            zone(row).or(() -> before.flatMap(Asset::zone)).or(() -> zoneOfNew),
            facts(row, before.map(Asset::facts).orElse(AssetFacts.NONE)));
    assets.put(id.get(), new Listed<>(asset, Optional.of(written(row))));
  }

  private Optional<String> zone(Csv.Row row) {
    Optional<String> named = cell(row, "zone");
    Optional<String> zone =
        named.map(text -> zones.getOrDefault(text, zones.get(text.toLowerCase(Locale.ROOT))));
    if (named.isPresent() && zone.isEmpty()) {
      problem(row.line(), "there is no zone with the id or name '" + named.get() + "'");
    }
    return zone;
  }

  private AssetFacts facts(Csv.Row row, AssetFacts before) {
    return new AssetFacts(
        kind(row).or(before::kind),
        cell(row, "owner").or(before::owner),
        cell(row, "supplier").or(before::supplier),
        cell(row, "model").or(before::model),
        cell(row, "firmware").or(before::firmware),
        cell(row, "address").or(before::address),
        cell(row, "tags").map(Merge::tags).orElse(before.tags()));
  }

  private Optional<AssetKind> kind(Csv.Row row) {
    Optional<String> word = cell(row, "kind");
    Optional<AssetKind> kind = word.flatMap(AssetSheet::kind);
    if (word.isPresent() && kind.isEmpty()) {
      problem(
          row.line(),
          "the kind '%s' is none of: %s".formatted(word.get(), Worded.all(AssetKind.class)));
    }
    return kind;
  }

  private static List<String> tags(String cell) {
    List<String> tags = new ArrayList<>();
    for (String tag : cell.split("[\\s,;]+", -1)) {
      if (!tag.isEmpty() && !tags.contains(tag)) {
        tags.add(tag);
      }
    }
    return tags;
  }

  /** So that what the model's rules find has the line of the table. */
  private Tree.Fields written(Csv.Row row) {
    List<Tree.Field> fields = new ArrayList<>();
    columns.forEach((name, index) -> {
      var place = new Place(row.line(), index + 1);
      String text = index < row.cells().size() ? row.cells().get(index) : "";
      fields.add(new Tree.Field(new Tree.Scalar(place, name), new Tree.Scalar(place, text)));
    });
    return new Tree.Fields(new Place(row.line(), 1), fields);
  }
}
