package dev.penstock.cli.connections;

import dev.penstock.connections.Connections;
import dev.penstock.connections.form.ConnectionsReader;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.form.Reading;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.yaml.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Files that say what is connected, and what else the command reads and writes. */
final class ConnectionsFile {
  /** Room for a million points. */
  private static final int BYTES_MAX = 1 << 28;

  private static final int PLANT_BYTES_MAX = 1 << 26;

  /** What is asked for of each protocol. */
  static final ProtocolForms PROTOCOLS = ProtocolForms.standard();

  /** Connections that are sound, and where they stand in their file. */
  record Sound(Connections connections, Map<String, Place> places) {}

  private ConnectionsFile() {}

  static Reading read(Path file) throws UnusableException {
    return ConnectionsReader.read(tree(file, BYTES_MAX), PROTOCOLS);
  }

  private static Tree tree(Path file, int bytesMax) throws UnusableException {
    return switch (YamlReader.read(file, bytesMax)) {
      case YamlReader.Parsed.Unreadable(var place, var why) ->
          throw new UnusableException(at(file, place) + why);
      case YamlReader.Parsed.Root(var tree) -> tree;
    };
  }

  static Sound sound(Path file) throws UnusableException {
    return switch (read(file)) {
      case Reading.Sound(var connections, var places) -> new Sound(connections, places);
      case Reading.Unsound(var findings, _) ->
          throw new UnusableException(told(file, findings.getFirst()));
      case Reading.NoConnections(var place, var why) ->
          throw new UnusableException(at(file, place) + why);
    };
  }

  static Model plant(Path file) throws UnusableException {
    return switch (PlantReader.read(tree(file, PLANT_BYTES_MAX))) {
      case dev.penstock.plant.form.Reading.NoPlant(var place, var why) ->
          throw new UnusableException(at(file, place) + "is no plant: " + why);
      case dev.penstock.plant.form.Reading.Plant(Checked.Sound(var model), _) -> model;
      case dev.penstock.plant.form.Reading.Plant(Checked.Unsound unsound, _) ->
          throw new UnusableException(
              at(file, unsound.findings().getFirst().where().place())
                  + unsound.findings().getFirst().what());
    };
  }

  static String at(Path file, Place place) {
    String line = place.equals(Place.NONE) ? "" : ":" + place.line() + ":" + place.column();
    return file + line + ": ";
  }

  static String told(Path file, Finding finding) {
    String path = finding.where().path().isEmpty() ? "" : finding.where().path() + ": ";
    return at(file, finding.where().place()) + path + finding.fault().text();
  }

  static String table(Path file) throws UnusableException {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new UnusableException(file + ": has more than " + BYTES_MAX + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (NoSuchFileException _) {
      throw new UnusableException(file + ": there is no such file");
    } catch (CharacterCodingException _) {
      throw new UnusableException(file + ": must be UTF-8 text");
    } catch (IOException e) {
      throw new UnusableException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** Writes a file that is not there yet, whole or not at all: nothing is ever lost to it. */
  static void write(Path file, String text) throws UnusableException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableException(file + ": is there already; --out makes a new file");
    }
    Path unfinished = Path.of(file + ".new");
    try {
      var _ = Files.writeString(unfinished, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException _) {
      throw new UnusableException(unfinished + ": is there already; take it away");
    } catch (IOException e) {
      throw unwritten(file, unfinished, e);
    }
    try {
      var _ = Files.move(unfinished, file);
    } catch (IOException e) {
      throw unwritten(file, unfinished, e);
    }
  }

  private static UnusableException unwritten(Path file, Path unfinished, IOException why) {
    try {
      var _ = Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return new UnusableException(file + ": cannot be written: " + why.getMessage());
  }
}
