package dev.penstock.node.backup;

/**
 * A file of a backup.
 *
 * @param name in the backup's folder
 * @param contentBytes from the beginning that have a meaning
 * @param sizeBytes how long the file is
 * @param sha256 of its content, in lower-case hexadecimal
 */
public record BackupFile(String name, long contentBytes, long sizeBytes, String sha256) {
  public BackupFile {
    if (contentBytes < 0 || sizeBytes < contentBytes) {
      throw new IllegalArgumentException(name + ": " + contentBytes + " of " + sizeBytes);
    }
  }
}
