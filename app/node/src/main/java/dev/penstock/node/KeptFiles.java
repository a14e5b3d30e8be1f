package dev.penstock.node;

import dev.penstock.merkle.Digest;
import dev.penstock.plant.tree.Place;
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
 * The room of a node where models of one kind are kept: each in a file called by its digest, and
 * the file of versions, docs/formats/plant.md. What is read is held to its digest.
 */
final class KeptFiles<D> {
  /** Room for the largest model there may be. */
  static final int MODEL_BYTES_MAX = 1 << 26;

  static final String VERSIONS = "versions";
  static final String ENDING = ".yaml";
  private static final int VERSIONS_BYTES_MAX = 8 << 20;
  private final KeptKind<D> kind;
  private final Storage room;
  private final int modelBytesMax;

  KeptFiles(KeptKind<D> kind, Storage room) {
    this(kind, room, MODEL_BYTES_MAX);
  }

  /** A room for models of so many bytes. */
  KeptFiles(KeptKind<D> kind, Storage room, int modelBytesMax) {
    this.kind = kind;
    this.room = room;
    this.modelBytesMax = modelBytesMax;
  }

  KeptKind<D> kind() {
    return kind;
  }

  /** A file of somebody's own. */
  KeptKind.Read<D> read(Path file) {
    return read(YamlReader.read(file, MODEL_BYTES_MAX));
  }

  /** Text of somebody's. */
  KeptKind.Read<D> read(byte[] yaml) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
      return read(YamlReader.parse(text, MODEL_BYTES_MAX));
    } catch (CharacterCodingException _) {
      return new KeptKind.Read.Unsound<>(List.of("the file must be UTF-8 text"));
    }
  }

  private KeptKind.Read<D> read(YamlReader.Parsed parsed) {
    return switch (parsed) {
      case YamlReader.Parsed.Unreadable(var place, var why) ->
          new KeptKind.Read.Unsound<>(List.of(at(place) + why));
      case YamlReader.Parsed.Root(var tree) -> kind.read(tree);
    };
  }

  private static String at(Place place) {
    return place.equals(Place.NONE) ? "" : place.line() + ":" + place.column() + " ";
  }

  /** A model as everybody writes it. */
  byte[] write(D model) {
    return YamlWriter.write(kind.write(model)).getBytes(StandardCharsets.UTF_8);
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
  void keep(D model) throws IOException {
    String name = name(kind.digest(model));
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
  Optional<D> model(Digest digest) throws IOException {
    Optional<byte[]> file = file(digest);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (read(file.get()) instanceof KeptKind.Read.Sound<D>(var model)
        && kind.digest(model).equals(digest)) {
      return Optional.of(model);
    }
    throw new IOException(name(digest) + " is not the model of this digest; restore it");
  }

  private static String name(Digest model) {
    return HexFormat.of().formatHex(model.bytes()) + ENDING;
  }
}
