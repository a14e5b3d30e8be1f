package dev.penstock.node;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Which version a data folder is of, and the steps by which an older one becomes one of this
 * program. A step is done when the next version stands in {@code format}; one that was cut off is
 * done again. The first one begins only when the folder was backed up and no node ran on it since.
 */
final class DataFormat {
  static final String FILE = "format";

  /** Says that this folder was backed up, as it is; whoever writes to the folder removes it. */
  static final String BACKED_UP = "backed-up";

  /** Says that steps are under way, which began after a backup. */
  private static final String UNDER_WAY = "migrating";

  /** What this program knows. */
  static final DataFormat OURS = new DataFormat(List.of());

  private static final String HEAD = "penstock-data ";
  private static final int BYTES_MAX = 100;

  private final List<Step> steps;

  /** Makes a folder of one version one of the next. Must come to the same when it is done twice. */
  @FunctionalInterface
  interface Step {
    void run(Storage folder) throws IOException;
  }

  /**
   * @param steps from version 1 to 2, from 2 to 3, and so on
   */
  DataFormat(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The version that this program writes. */
  int version() {
    return steps.size() + 1;
  }

  /** Says that an empty folder is one of this version. */
  void begin(Storage folder) throws IOException {
    write(folder, version());
  }

  private static void write(Storage folder, int version) throws IOException {
    ReplacedFile.write(folder, FILE, text(version).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(int version) {
    return HEAD + version + "\n";
  }

  /**
   * The version of a folder.
   *
   * @throws StartException when it is newer than this program, or none of ours
   */
  int read(Path path, Storage folder) throws IOException, StartException {
    String text = content(folder, FILE);
    String number =
        text.startsWith(HEAD) && text.endsWith("\n")
            ? text.substring(HEAD.length(), text.length() - 1)
            : "";
    if (!number.matches("[1-9][0-9]{0,8}")) {
      throw new StartException(path.resolve(FILE) + " is none of ours; restore a backup");
    }
    int found = Integer.parseInt(number);
    if (found > version()) {
      throw new StartException(
          path
              + " has data of version "
              + found
              + ", this program knows "
              + version()
              + "; start the version that wrote it, or a newer one");
    }
    return found;
  }

  /** Brings the folder to this version, one step after the other. */
  void migrate(Path path, Storage folder) throws IOException, StartException {
    int found = read(path, folder);
    boolean isUnderWay = folder.exists(UNDER_WAY);
    if (found < version() && !isUnderWay) {
      requireBackup(path, folder, found);
      ReplacedFile.write(folder, UNDER_WAY, text(found).getBytes(StandardCharsets.UTF_8));
    }
    for (int next = found + 1; next <= version(); next++) {
      steps.get(next - 2).run(folder);
      write(folder, next);
    }
    if (isUnderWay) {
      // A killed run may have left its version visible and not durable.
      folder.forceFolder("", At.REPLACED_NAME);
    }
    remove(folder, UNDER_WAY);
    remove(folder, BACKED_UP);
  }

  private void requireBackup(Path path, Storage folder, int found)
      throws IOException, StartException {
    if (!content(folder, BACKED_UP).equals(text(found))) {
      throw new StartException(
          path
              + " has data of version "
              + found
              + " and becomes version "
              + version()
              + " after a backup; run: penstock backup --data "
              + path
              + " --to FOLDER --keys FILE, and then this again");
    }
  }

  /** Notes that the folder was backed up, while nobody writes to it. */
  void noteBackup(Path path, Storage folder) throws IOException, StartException {
    byte[] note = text(read(path, folder)).getBytes(StandardCharsets.UTF_8);
    ReplacedFile.write(folder, BACKED_UP, note);
  }

  private static void remove(Storage folder, String name) throws IOException {
    if (folder.exists(name)) {
      folder.delete(name);
      folder.forceFolder("", At.REPLACED_NAME);
    }
  }

  private static String content(Storage folder, String name) throws IOException {
    if (!folder.exists(name)) {
      return "";
    }
    try (StorageFile file = folder.openReadOnly(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.sizeBytes(), BYTES_MAX));
      file.readFully(bytes, 0);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }
}
