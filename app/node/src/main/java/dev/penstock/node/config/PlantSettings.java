package dev.penstock.node.config;

import dev.penstock.yaml.Section;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a node finds the model of its plant, and who must agree to another, docs/plant.md.
 *
 * @param file the model as people keep it; empty where the node is told of it otherwise, or has
 *     none
 * @param agreement who must agree to a change of it
 */
public record PlantSettings(Optional<Path> file, Agreement agreement) {
  /** No model, until somebody proposes one. */
  public static final PlantSettings NONE =
      new PlantSettings(Optional.empty(), Agreement.SECOND_PERSON);

  /** Who must agree to a change of the model. */
  public enum Agreement {
    SECOND_PERSON,
    NOBODY
  }

  static PlantSettings of(Section section) {
    return new PlantSettings(section.optionalText("file").map(Path::of), agreement(section));
  }

  /** Who must agree, in the words of every section that says so. */
  static Agreement agreement(Section section) {
    return section.word(
        "approval",
        Map.of("second-person", Agreement.SECOND_PERSON, "none", Agreement.NOBODY),
        Agreement.SECOND_PERSON);
  }

  /** Whether a change of the model takes a second person. */
  public boolean needsTwo() {
    return agreement == Agreement.SECOND_PERSON;
  }
}
