package dev.penstock.house.licences;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/** The text of NOTICE: each library of others with its licence, and the notices it carries. */
final class Notice {
  private static final String HEAD =
      """
      Penstock
      Copyright 2026 The Penstock authors

      Licensed under the Apache License, Version 2.0; the text is in the file LICENSE.

      The product ships with the libraries of others listed below. The build writes this list from
      what it puts on the run-time class path, and fails when the two differ:
      mvn verify -pl house -am -Dpenstock.notice=write
      """;

  private static final String LINE = "-".repeat(80) + "\n";

  /** A notice must be passed on (Apache-2.0 §4 d); other licences ask for their text. */
  private static final Pattern NOTICE_FILE =
      Pattern.compile("(META-INF/)?NOTICE(\\.(txt|md))?", Pattern.CASE_INSENSITIVE);

  private static final Pattern LICENCE_FILE =
      Pattern.compile("(META-INF/)?LICEN[SC]E(\\.(txt|md))?", Pattern.CASE_INSENSITIVE);

  private Notice() {}

  static String of(List<Component> components) throws IOException {
    var text = new StringBuilder(HEAD);
    for (Component component : components) {
      text.append(LINE).append(component).append('\n');
      text.append("licence: ").append(component.licenceLine()).append('\n');
      if (!component.home().isEmpty()) {
        text.append("home: ").append(component.home()).append('\n');
      }
      for (String carried : carriedTexts(component)) {
        text.append('\n').append(carried);
      }
    }
    return text.toString();
  }

  /** Notices, and licence texts unless the text is the one in our own LICENSE, each once. */
  private static Set<String> carriedTexts(Component component) throws IOException {
    boolean isApache = component.licenceLine().equals("Apache-2.0");
    var texts = new TreeSet<String>();
    for (Component.Jar jar : component.jars()) {
      try (var file = new JarFile(jar.file().toFile())) {
        for (ZipEntry entry : Collections.list(file.entries())) {
          String name = entry.getName();
          if (NOTICE_FILE.matcher(name).matches()
              || (!isApache && LICENCE_FILE.matcher(name).matches())) {
            byte[] bytes = file.getInputStream(entry).readAllBytes();
            texts.add(plain(new String(bytes, StandardCharsets.UTF_8)));
          }
        }
      }
    }
    return texts;
  }

  /** Lines without trailing blanks, one newline at the end: the same text on every machine. */
  private static String plain(String text) {
    var lines = new StringBuilder();
    text.strip().lines().forEach(line -> lines.append(line.stripTrailing()).append('\n'));
    return lines.toString();
  }
}
