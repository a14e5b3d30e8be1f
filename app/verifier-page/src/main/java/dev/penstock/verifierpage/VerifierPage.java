package dev.penstock.verifierpage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The one file that checks bundles in a browser, as the build made it: docs/verifier-page.md. */
public final class VerifierPage {
  /** What the file is called where it is handed out. */
  public static final String FILE_NAME = "verifier.html";

  private VerifierPage() {}

  /** The bytes of the file. */
  public static byte[] bytes() {
    return resource(FILE_NAME);
  }

  /** Their SHA-256 in hexadecimal, for people to compare. */
  public static String sha256() {
    String line = new String(resource(FILE_NAME + ".sha256"), StandardCharsets.US_ASCII);
    return line.substring(0, line.indexOf(' '));
  }

  private static byte[] resource(String name) {
    try (InputStream in = VerifierPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left " + name + " out");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name + " is in the build and cannot be read", e);
    }
  }
}
