package dev.penstock.cli.doctor;

import java.nio.file.Path;

/** Whether the Java that runs us is one the product is built for. */
public record JdkCheck(int major, String build) implements Check {
  private static final int MAJOR_MIN = 25;

  @Override
  public String name() {
    return "Java";
  }

  @Override
  public Finding look(Path data) {
    if (major < MAJOR_MIN) {
      return new Finding.Bad("Java " + build, "install a JDK " + MAJOR_MIN);
    }
    return new Finding.Good(build);
  }
}
