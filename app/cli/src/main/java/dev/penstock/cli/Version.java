package dev.penstock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param built the time the release was made for; no clock that is right stands before it
 */
record Version(String version, Instant built) {
  static Version ofThisBuild() {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("this build has no version.properties");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    return new Version(
        properties.getProperty("version"), Instant.parse(properties.getProperty("built")));
  }
}
