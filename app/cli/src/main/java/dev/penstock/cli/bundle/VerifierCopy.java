package dev.penstock.cli.bundle;

import dev.penstock.verifier.Main;
import dev.penstock.verifierpage.VerifierPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes this verifier as one small jar that needs a JDK and nothing else, and as an image that
 * needs not even that. The same classes give the same jar, so its hash can be published and
 * compared.
 */
public final class VerifierCopy {
  private static final String JAR = "penstock-verify.jar";
  private static final String PAGE = "verifier.html";
  private static final String IMAGE = "image";
  private static final String COMMAND = "penstock-verify";

  /** 1980-01-01T00:00, the earliest a ZIP can say; the same each time. */
  private static final long NO_TIME = 315_532_800_000L;

  /** A class of each module that the verifier is made of; the first names the way in. */
  private static final List<String> MODULES =
      List.of(
          "dev.penstock.verifier.Verification",
          "dev.penstock.bundle.BundleChecker",
          "dev.penstock.timestamp.TimestampChecker",
          "dev.penstock.evm.ChainAnchorChecker",
          "dev.penstock.passkeys.Agreement",
          "dev.penstock.json.JsonReader",
          "dev.penstock.flow.Ledger",
          "dev.penstock.evidence.block.Block",
          "dev.penstock.merkle.TreeHasher",
          "dev.penstock.cbor.CborReader",
          "dev.penstock.signature.JdkSignatures");

  private VerifierCopy() {}

  /**
   * Writes it into a folder, which is made where it is not there.
   *
   * @return what was written, in lines for people
   */
  public static List<String> write(Path folder) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (String name : MODULES) {
      collect(placeOf(name), classes);
    }
    byte[] jar = jar(classes);
    Path made = Files.createDirectories(folder);
    Path file = made.resolve(JAR);
    Path _ = Files.write(file, jar, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var lines = new ArrayList<String>();
    lines.add(file + ": " + jar.length + " bytes, for JDK 25 and newer");
    lines.add("sha256 " + HexFormat.of().formatHex(sha256(jar)));
    byte[] html = VerifierPage.bytes();
    Path page = made.resolve(PAGE);
    Path _ = Files.write(page, html, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lines.add(page + ": " + html.length + " bytes, for a browser, opened from disk");
    lines.add("sha256 " + HexFormat.of().formatHex(sha256(html)));
    lines.add("run it: java -jar " + JAR + " BUNDLE --policy YOUR-TRUST-FILE");
    return lines;
  }

  /**
   * Writes an image beside it that needs no JDK: the parts of this one that the verifier uses, the
   * jar, and a command that runs it. It is for machines like this one.
   *
   * @return what was written, in lines for people
   */
  public static List<String> writeImage(Path folder) throws IOException {
    Path image = folder.resolve(IMAGE);
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(
                () -> new IOException("this Java has no jlink: use a JDK, not a runtime alone"));
    var said = new StringWriter();
    var to = new PrintWriter(said);
    int code =
        jlink.run(
            to,
            to,
            "--add-modules",
            "java.base",
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            image.toString());
    if (code != 0) {
      throw new IOException("jlink: " + said.toString().strip());
    }
    Path jar = image.resolve("lib").resolve(JAR);
    Path _ = Files.copy(folder.resolve(JAR), jar);
    Path command = image.resolve("bin").resolve(COMMAND);
    Path _ = Files.writeString(command, script(), StandardOpenOption.CREATE_NEW);
    if (!command.toFile().setExecutable(true, false)) {
      throw new IOException(command + " cannot be made executable");
    }
    return List.of(
        image + ": an image that needs no JDK, for machines like this one",
        "run it: " + command + " BUNDLE --policy YOUR-TRUST-FILE");
  }

  /** Finds the image by its own place, so that the image can be moved. */
  private static String script() {
    return """
    #!/bin/sh
    # Checks a bundle with the Java that lies beside this file.
    here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
    exec "$here/java" -jar "$here/../lib/%s" "$@"
    """
        .formatted(JAR);
  }

  private static Path placeOf(String name) throws IOException {
    try {
      CodeSource source = Class.forName(name).getProtectionDomain().getCodeSource();
      if (source == null) {
        throw new IOException("where " + name + " came from is not known");
      }
      return Path.of(URI.create(source.getLocation().toString()));
    } catch (ClassNotFoundException e) {
      throw new IOException(name + " is not in this program", e);
    }
  }

  private static void collect(Path place, Map<String, byte[]> into) throws IOException {
    if (Files.isDirectory(place)) {
      collectTree(place, into);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      collectTree(jar.getPath("/"), into);
    }
  }

  private static void collectTree(Path root, Map<String, byte[]> into) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        boolean isOurs = name.startsWith("dev/penstock/") && !name.endsWith("/package-info.class");
        if (isOurs) {
          try (InputStream in = Files.newInputStream(file)) {
            byte[] _ = into.put(name, in.readAllBytes());
          }
        }
      }
    }
  }

  private static byte[] jar(Map<String, byte[]> classes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      String manifest = "Manifest-Version: 1.0\r\nMain-Class: " + Main.class.getName() + "\r\n\r\n";
      put(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> one : classes.entrySet()) {
        put(zip, one.getKey(), one.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTime(NO_TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    var crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
