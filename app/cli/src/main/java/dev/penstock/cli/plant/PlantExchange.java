package dev.penstock.cli.plant;

import dev.penstock.drawio.DrawioReader;
import dev.penstock.plant.Model;
import dev.penstock.plant.drawing.DrawingImport;
import dev.penstock.plant.form.PlantWriter;
import dev.penstock.plant.sheet.AssetSheet;
import dev.penstock.plant.sheet.AssetSheet.Imported;
import dev.penstock.plant.tree.Tree;
import dev.penstock.yaml.YamlWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".drawio") || name.endsWith(".xml")
        ? drawing(file, into, warnings)
        : table(file, into, warnings);
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
    return all.subList(0, Math.min(TOLD_MAX, all.size()));
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
        List<AssetSheet.Problem> told = problems.subList(0, Math.min(TOLD_MAX, problems.size()));
        for (AssetSheet.Problem each : told.subList(0, told.size() - 1)) {
          warnings.accept(line(table, each));
        }
        throw new UnusableException(line(table, told.getLast()));
      }
    };
  }

  private static String line(Path table, AssetSheet.Problem problem) {
    return table + ":" + problem.line() + ": " + problem.what();
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

  /** A model as a file, with what stood in its file about policy. */
  static String yaml(Model model, Optional<Tree> policy) {
    return YamlWriter.write(PlantWriter.write(model, policy));
  }

  /** Writes a file that is not there yet: nothing is ever lost to an import. */
  static void write(Path file, String text) throws UnusableException {
    try {
      var _ = Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException _) {
      throw new UnusableException(file + ": is there already; --out makes a new file");
    } catch (IOException e) {
      throw new UnusableException(file + ": cannot be written: " + e.getMessage());
    }
  }
}
