package dev.penstock.node.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

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
    String name = file.toString();
    try {
      if (Files.size(file) > BYTES_MAX) {
        return fault(name, 0, "", "the file must have at most " + BYTES_MAX + " bytes");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(name, text, shape);
    } catch (NoSuchFileException e) {
      return fault(name, 0, "", "there is no such file");
    } catch (CharacterCodingException e) {
      return fault(name, 0, "", "the file must be UTF-8 text");
    } catch (IOException e) {
      return fault(name, 0, "", "cannot be read: " + e.getMessage());
    }
  }

  /** The same for text that is there already. */
  public static <T> Reading<T> parse(String name, String text, Function<Section, T> shape) {
    Optional<Node> root;
    try {
      root = new Compose(settings()).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return fault(name, line, "", "is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      return fault(name, 0, "", "is no YAML: " + e.getMessage());
    }
    if (root.isEmpty()) {
      return fault(name, 0, "", "the file is empty");
    }
    if (!(root.get() instanceof MappingNode mapping)) {
      return fault(name, 1, "", "must be fields, as 'version: 1'");
    }
    List<Problem> problems = new ArrayList<>();
    var section = new Section(name, "", mapping, problems);
    T made = shape.apply(section);
    section.refuseOthers();
    problems.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return problems.isEmpty() ? new Reading.Valid<>(made) : new Reading.Faulty<>(problems);
  }

  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setLabel("settings")
        .setMaxAliasesForCollections(0)
        .setCodePointLimit(BYTES_MAX)
        .build();
  }

  private static <T> Reading<T> fault(String file, int line, String field, String wanted) {
    return new Reading.Faulty<>(List.of(new Problem(file, line, field, "", wanted)));
  }
}
