package dev.penstock.cli.plant;

import dev.penstock.conduit.site.SiteForm;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.drawio.DrawioReader;
import dev.penstock.plant.Model;
import dev.penstock.plant.drawing.DrawingImport;
import dev.penstock.plant.sheet.AssetSheet;
import dev.penstock.plant.sheet.AssetSheet.Imported;
import dev.penstock.yaml.YamlWriter;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes what other tools wrote into a model, and writes what they can take. */
final class PlantExchange {
  private static final int FILE_BYTES_MAX = 1 << 26;
  private static final int TOLD_MAX = 20;

  private final Map<String, String> columns;
  private final Optional<String> zone;

  /** How a table calls its columns, and where assets are of which it does not say it. */
  PlantExchange(Map<String, String> columns, Optional<String> zone) {
    this.columns = columns;
    this.zone = zone;
  }

  /** Reads a drawing or a table, by the ending of its name. */
  Model read(Path file, Model into, Consumer<String> warnings) throws UnusableException {
    return isDrawing(file) ? drawing(file, into, warnings) : table(file, into, warnings);
  }

  static boolean isDrawing(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".drawio") || name.endsWith(".xml");
  }

  private static Model drawing(Path file, Model into, Consumer<String> warnings)
      throws UnusableException {
    return switch (DrawioReader.read(bytes(file))) {
      case DrawioReader.Parsed.Unreadable(var why) ->
          throw new UnusableException(file + ": " + why);
      case DrawioReader.Parsed.Page(var drawing) ->
          switch (DrawingImport.into(into, drawing)) {
            case DrawingImport.Imported.Merged(var model, var notTaken) -> {
              told(notTaken).forEach(each -> warnings.accept(file + ": " + each));
              yield model;
            }
            case DrawingImport.Imported.Refused(var problems) -> {
              List<String> told = told(problems);
              told.subList(1, told.size()).forEach(each -> warnings.accept(file + ": " + each));
              throw new UnusableException(file + ": is no plant: " + told.getFirst());
            }
          };
    };
  }

  private static List<String> told(List<String> all) {
    List<String> told = new ArrayList<>(all.subList(0, Math.min(TOLD_MAX, all.size())));
    if (all.size() > TOLD_MAX) {
      told.add("and " + (all.size() - TOLD_MAX) + " more");
    }
    return told;
  }

  private Model table(Path table, Model into, Consumer<String> warnings) throws UnusableException {
    for (String field : columns.keySet()) {
      if (!AssetSheet.COLUMNS.contains(field)) {
        throw new UnusableException(
            "--map has no field '" + field + "', only " + String.join(", ", AssetSheet.COLUMNS));
      }
    }
    return switch (AssetSheet.read(into, text(table), columns, zone)) {
      case Imported.Merged(var model, var notTaken) -> {
        if (!notTaken.isEmpty()) {
          warnings.accept(
              table + ": these columns mean nothing here: " + String.join(", ", notTaken));
        }
        yield model;
      }
      case Imported.Refused(var problems) -> {
        List<String> told =
            told(
                problems.stream()
                    .map(each -> table + ":" + each.line() + ": " + each.what())
                    .toList());
        told.subList(0, told.size() - 1).forEach(warnings);
        throw new UnusableException(told.getLast());
      }
    };
  }

  private static String text(Path table) throws UnusableException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(bytes(table));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw new UnusableException(table + ": must be UTF-8 text");
    }
  }

  private static byte[] bytes(Path file) throws UnusableException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new UnusableException(file + ": has more than " + FILE_BYTES_MAX + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw new UnusableException(file + ": there is no such file");
    } catch (IOException e) {
      throw new UnusableException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /** A site as a file. */
  static String yaml(SiteModel site) {
    return YamlWriter.write(SiteForm.write(site));
  }

  /** Writes a file that is not there yet, whole or not at all: nothing is ever lost to it. */
  static void write(Path file, String text) throws UnusableException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw there(file);
    }
    Path unfinished = Path.of(file + ".new");
    try {
      var _ = Files.writeString(unfinished, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException _) {
      throw there(unfinished);
    } catch (IOException e) {
      throw unwritten(file, unfinished, e);
    }
    try {
      var _ = Files.move(unfinished, file);
    } catch (IOException e) {
      throw unwritten(file, unfinished, e);
    }
  }

  private static UnusableException there(Path file) {
    return new UnusableException(file + ": is there already; --out makes a new file");
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
