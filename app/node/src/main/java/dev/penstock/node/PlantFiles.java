package dev.penstock.node;

import dev.penstock.merkle.Digest;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.PlantWriter;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.HistoryText;
import dev.penstock.storage.Storage;
import dev.penstock.yaml.YamlReader;
import dev.penstock.yaml.YamlWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The room of a node where models of its plant are kept: each in a file called by its digest, and
 * the file of versions, docs/formats/plant.md. What is read is held to its digest.
 */
final class PlantFiles {
  /** Room for the largest model there may be. */
  static final int MODEL_BYTES_MAX = 1 << 26;

  static final String VERSIONS = "versions";
  static final String ENDING = ".yaml";
  private static final int VERSIONS_BYTES_MAX = 8 << 20;
  private static final int FINDINGS_MAX = 50;

  /** Nobody shall believe that a policy is in force which nothing enforces. */
  private static final String NO_POLICY =
      "policy: this node enforces no policy of conduits; hand it the model without this section";

  private final Storage room;
  private final int modelBytesMax;

  PlantFiles(Storage room) {
    this(room, MODEL_BYTES_MAX);
  }

  /** A room for models of so many bytes. */
  PlantFiles(Storage room, int modelBytesMax) {
    this.room = room;
    this.modelBytesMax = modelBytesMax;
  }

  /** What came of reading a model. */
  sealed interface Read {
    record Sound(Model model) implements Read {}

    /**
     * There is no model, and why: a line for each thing.
     *
     * @param findings at least one
     */
    record Unsound(List<String> findings) implements Read {
      public Unsound {
        findings = List.copyOf(findings);
      }
    }
  }

  /** A file of somebody's own. */
  static Read read(Path file) {
    return read(YamlReader.read(file, MODEL_BYTES_MAX));
  }

  /** Text of somebody's. */
  static Read read(byte[] yaml) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return read(YamlReader.parse(text, MODEL_BYTES_MAX));
    } catch (CharacterCodingException _) {
      return new Read.Unsound(List.of("the file must be UTF-8 text"));
    }
  }

  private static Read read(YamlReader.Parsed parsed) {
    return switch (parsed) {
      case YamlReader.Parsed.Unreadable(var place, var why) ->
          new Read.Unsound(List.of(at(place) + why));
      case YamlReader.Parsed.Root(var tree) ->
          switch (PlantReader.read(tree)) {
            case Reading.NoPlant(var place, var why) ->
                new Read.Unsound(List.of(at(place) + "is no plant: " + why));
            case Reading.Plant(_, Optional<Tree> policy) when policy.isPresent() ->
                new Read.Unsound(List.of(at(policy.get().place()) + NO_POLICY));
            case Reading.Plant(Checked.Sound(var model), _) -> new Read.Sound(model);
            case Reading.Plant(Checked.Unsound(var findings, var _), _) ->
                new Read.Unsound(
                    findings.stream().limit(FINDINGS_MAX).map(PlantFiles::line).toList());
          };
    };
  }

  private static String line(Finding finding) {
    String path = finding.where().path().isEmpty() ? "" : finding.where().path() + ": ";
    return at(finding.where().place()) + finding.rule().word() + ": " + path + finding.what();
  }

  private static String at(Place place) {
    return place.equals(Place.NONE) ? "" : place.line() + ":" + place.column() + " ";
  }

  /** A model as everybody writes it. */
  static byte[] write(Model model) {
    return YamlWriter.write(PlantWriter.write(model)).getBytes(StandardCharsets.UTF_8);
  }

  /** Which versions there are; nothing where no file of them is. */
  HistoryText.Reading history() throws IOException {
    return room.exists(VERSIONS)
        ? HistoryText.read(ReplacedFile.read(room, VERSIONS, VERSIONS_BYTES_MAX))
        : new HistoryText.Reading.Read(History.NONE);
  }

  /** Replaces the file of versions; durable on return. */
  void keep(History history) throws IOException {
    ReplacedFile.write(room, VERSIONS, HistoryText.write(history));
  }

  /** Models go that no version and nothing that waits is of. */
  void tidy(History history) throws IOException {
    for (String name : room.list("")) {
      if (name.endsWith(ENDING) && !isKnown(history, name)) {
        room.delete(name);
      }
    }
  }

  private static boolean isKnown(History history, String name) {
    String hex = name.substring(0, name.length() - ENDING.length());
    return hex.matches("[0-9a-f]{64}") && history.knows(Digest.of(HexFormat.of().parseHex(hex)));
  }

  /**
   * Keeps a model under its digest; durable on return.
   *
   * @throws IOException also when as a file it is larger than what is read again
   */
  void keep(Model model) throws IOException {
    String name = name(model.digest());
    if (room.exists(name)) {
      return;
    }
    byte[] file = write(model);
    if (file.length > modelBytesMax) {
      throw new IOException(
          "as a file the model has %d bytes, and at most %d are kept"
              .formatted(file.length, modelBytesMax));
    }
    ReplacedFile.write(room, name, file);
  }

  /** The file of a model; empty where it is not kept. */
  Optional<byte[]> file(Digest model) throws IOException {
    String name = name(model);
    return room.exists(name)
        ? Optional.of(ReplacedFile.read(room, name, modelBytesMax))
        : Optional.empty();
  }

  /**
   * A model that is kept; empty where it is not.
   *
   * @throws IOException also when its file is another model's, or none
   */
  Optional<Model> model(Digest digest) throws IOException {
    Optional<byte[]> file = file(digest);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (read(file.get()) instanceof Read.Sound(var model) && model.digest().equals(digest)) {
      return Optional.of(model);
    }
    throw new IOException(name(digest) + " is not the model of this digest; restore it");
  }

  private static String name(Digest model) {
    return HexFormat.of().formatHex(model.bytes()) + ENDING;
  }
}
