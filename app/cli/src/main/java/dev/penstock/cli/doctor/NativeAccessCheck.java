package dev.penstock.cli.doctor;

import java.nio.file.Path;

/** Whether Java may call native code, which fast signatures, SQLite and security chips need. */
public record NativeAccessCheck(boolean isEnabled) implements Check {
  @Override
  public String name() {
    return "native access";
  }

  @Override
  public Finding look(Path data) {
    return isEnabled
        ? new Finding.Good("allowed")
        : new Finding.Bad(
            "not allowed", "start by ./penstock, or give java --enable-native-access=ALL-UNNAMED");
  }
}
