package dev.penstock.yaml;

import dev.penstock.plant.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A settings file in YAML 1.2. Only plain text, lists and mappings are read: no tags, and no
 * aliases, which could make a small file a huge one.
 */
public final class SettingsFile {
  /** No sensible settings file is larger. */
  static final int BYTES_MAX = 1 << 20;

  private SettingsFile() {}

  /** What came out of reading. */
  public sealed interface Reading<T> {
    /** The settings. */
    record Valid<T>(T settings) implements Reading<T> {}

    /** All faults that were found, in the order of the file; at least one. */
    record Faulty<T>(List<Problem> problems) implements Reading<T> {
      public Faulty {
        problems = List.copyOf(problems);
        if (problems.isEmpty()) {
          throw new IllegalArgumentException("faulty without a problem");
        }
      }
    }
  }

  /**
   * Reads a file and makes settings of it.
   *
   * @param shape reads the fields it knows; what it does not ask for is a fault
   */
  public static <T> Reading<T> read(Path file, Function<Section, T> shape) {
    return shaped(file.toString(), YamlReader.read(file, BYTES_MAX), shape);
  }

  /** The same for text that is there already. */
  public static <T> Reading<T> parse(String name, String text, Function<Section, T> shape) {
    return shaped(name, YamlReader.parse(text, BYTES_MAX), shape);
  }

  private static <T> Reading<T> shaped(
      String name, YamlReader.Parsed parsed, Function<Section, T> shape) {
    return switch (parsed) {
      case YamlReader.Parsed.Unreadable(var place, var why) -> fault(name, place.line(), "", why);
      case YamlReader.Parsed.Root(Tree.Fields fields) -> {
        List<Problem> problems = new ArrayList<>();
        var section = new Section(name, "", fields, problems);
        T made = shape.apply(section);
        section.refuseOthers();
        problems.sort((a, b) -> Integer.compare(a.line(), b.line()));
        yield problems.isEmpty() ? new Reading.Valid<>(made) : new Reading.Faulty<>(problems);
      }
      case YamlReader.Parsed.Root(Tree.Scalar _), YamlReader.Parsed.Root(Tree.Items _) ->
          fault(name, 1, "", "must be fields, as 'version: 1'");
    };
  }

  private static <T> Reading<T> fault(String file, int line, String field, String wanted) {
    return new Reading.Faulty<>(List.of(new Problem(file, line, field, "", wanted)));
  }
}
