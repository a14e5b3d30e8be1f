package dev.penstock.plant.sheet;

import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetFacts;
import dev.penstock.plant.AssetKind;
import dev.penstock.plant.Model;
import dev.penstock.plant.Worded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The assets of a model as a table, one row each. Reading a table adds assets and changes those
 * that have its ids; what the table says nothing about stays as it is, so a table of one column
 * changes one thing.
 */
public final class AssetSheet {
  /** The columns, as the first line names them. */
  public static final List<String> COLUMNS =
      List.of(
          "id",
          "name",
          "zone",
          "kind",
          "owner",
          "supplier",
          "model",
          "firmware",
          "address",
          "tags");

  /** Problems that are told; whoever mends these finds the next. */
  static final int PROBLEMS_MAX = 100;

  private AssetSheet() {}

  /** The table of all assets of a model. */
  public static String write(Model model) {
    var out = new StringBuilder(Csv.line(COLUMNS));
    for (Asset asset : model.assets()) {
      AssetFacts facts = asset.facts();
      List<String> cells = new ArrayList<>();
      cells.add(asset.id());
      cells.add(asset.name());
      cells.add(asset.zone().orElse(""));
      cells.add(facts.kind().map(Worded::word).orElse(""));
      cells.add(facts.owner().orElse(""));
      cells.add(facts.supplier().orElse(""));
      cells.add(facts.model().orElse(""));
      cells.add(facts.firmware().orElse(""));
      cells.add(facts.address().orElse(""));
      cells.add(String.join(" ", facts.tags()));
      out.append(Csv.line(cells.stream().map(AssetSheet::harmless).toList()));
    }
    return out.toString();
  }

  /** A spreadsheet takes these for a formula; {@link #read} takes the apostrophe away again. */
  static String harmless(String cell) {
    return isFormula(cell) ? "'" + cell : cell;
  }

  static String original(String cell) {
    return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
  }

  /** What has apostrophes before it already is one too, so that each is taken away once. */
  private static boolean isFormula(String cell) {
    int at = 0;
    while (at < cell.length() && cell.charAt(at) == '\'') {
      at++;
    }
    return at < cell.length() && "=+-@".indexOf(cell.charAt(at)) >= 0;
  }

  /** One thing that is wrong with a table. */
  public record Problem(int line, String what) {}

  /** What came of reading a table into a model. */
  public sealed interface Imported {
    /**
     * The model with what the table says.
     *
     * @param notTaken columns that mean nothing here
     */
    record Merged(Model model, List<String> notTaken) implements Imported {
      public Merged {
        notTaken = List.copyOf(notTaken);
      }
    }

    /**
     * Nothing was taken.
     *
     * @param problems at least one
     */
    record Refused(List<Problem> problems) implements Imported {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * Reads a table into a model.
   *
   * @param headers how the table calls a column, for those it calls otherwise
   * @param zone for assets that are new and of which the table names none
   */
  public static Imported read(
      Model model, String table, Map<String, String> headers, Optional<String> zone) {
    return switch (Csv.read(table)) {
      case Csv.Reading.Malformed(var line, var why) -> refused(line, why);
      case Csv.Reading.Table(var rows) when rows.isEmpty() -> refused(1, "the table is empty");
      case Csv.Reading.Table(var rows) -> {
        Map<String, Integer> columns = new TreeMap<>();
        List<String> notTaken = new ArrayList<>();
        List<String> first = rows.getFirst().cells();
        for (int i = 0; i < first.size(); i++) {
          Optional<String> field = field(first.get(i).strip(), headers);
          if (field.isEmpty()) {
            notTaken.add(first.get(i).strip());
          } else if (columns.putIfAbsent(field.get(), i) != null) {
            yield refused(1, "two columns are the " + field.get());
          }
        }
        Optional<String> missing =
            headers.entrySet().stream()
                .filter(each -> !columns.containsKey(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (missing.isPresent()) {
          yield refused(1, "there is no column '" + missing.get() + "'");
        }
        if (!columns.containsKey("id") && !columns.containsKey("name")) {
          yield refused(1, "there must be a column id or name; known: " + COLUMNS);
        }
        yield new Merge(model, columns, zone).of(rows.subList(1, rows.size()), notTaken);
      }
    };
  }

  private static Imported refused(int line, String why) {
    return new Imported.Refused(List.of(new Problem(line, why)));
  }

  private static Optional<String> field(String header, Map<String, String> headers) {
    for (Map.Entry<String, String> each : headers.entrySet()) {
      if (each.getValue().equalsIgnoreCase(header)) {
        return Optional.of(each.getKey());
      }
    }
    String word = header.toLowerCase(Locale.ROOT);
    return COLUMNS.contains(word) && !headers.containsKey(word)
        ? Optional.of(word)
        : Optional.empty();
  }

  static Optional<AssetKind> kind(String word) {
    return Worded.of(AssetKind.class, word.toLowerCase(Locale.ROOT));
  }
}
