package dev.penstock.keys;

/** What came out of opening a key file: each thing that can be wrong has its own answer. */
public sealed interface SoftwareKeysOpening {
  /** Open; the caller closes it. */
  record Opened(SoftwareKeys keys) implements SoftwareKeysOpening {}

  /** There is no key file in this folder. */
  record Absent() implements SoftwareKeysOpening {}

  /**
   * The passphrase is not the one the file was written with. (Somebody who changed the file's
   * header and gave it a new checksum gets this answer too.)
   */
  record WrongPassphrase() implements SoftwareKeysOpening {}

  /** The file ends too early: a copy that was cut short. Restore it from a backup. */
  record Truncated(int bytes, int bytesExpected) implements SoftwareKeysOpening {}

  /** The file's bytes are not what was written: a disk or a copy changed them. */
  record Damaged(String why) implements SoftwareKeysOpening {}

  /** The passphrase is right and the content was changed on purpose: do not use these keys. */
  record Tampered() implements SoftwareKeysOpening {}

  /** A later version of this product wrote the file. */
  record NewerVersion(int version, int versionMax) implements SoftwareKeysOpening {}

  /** One line that tells an operator what happened, and what to do. */
  static String describe(SoftwareKeysOpening opening) {
    return switch (opening) {
      case Opened(var keys) -> keys.name() + " is open";
      case Absent _ -> "there is no key file; penstock makes one at the first start";
      case WrongPassphrase _ -> "the passphrase of the key file is wrong";
      case Truncated(var bytes, var expected) ->
          "the key file has " + bytes + " bytes of " + expected + "; restore it from a backup";
      case Damaged(var why) -> "the key file is damaged: " + why + "; restore it from a backup";
      case Tampered _ ->
          "the content of the key file was changed by somebody without the passphrase;"
              + " do not use it, restore a backup and find out who";
      case NewerVersion(var version, var versionMax) ->
          "the key file is of version " + version + ", this program reads up to " + versionMax;
    };
  }
}
