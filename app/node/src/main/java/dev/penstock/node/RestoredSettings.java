package dev.penstock.node;

import dev.penstock.node.config.NodeSettings;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a folder that is restored: as they were, with the name of the new log. */
final class RestoredSettings {
  static final String FILE = "penstock.yaml";

  private static final Pattern ORIGIN = Pattern.compile("(?m)^origin:[ \\t]*[^\\s#]*");

  private RestoredSettings() {}

  static NodeSettings read(Path file) throws StartException {
    return switch (SettingsFile.read(file, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new StartException(problems.getFirst().text());
    };
  }

  /** The text with another origin, all else as the operator wrote it. */
  static String withOrigin(String text, String origin) {
    return ORIGIN.matcher(text).replaceFirst(Matcher.quoteReplacement("origin: " + origin));
  }
}
