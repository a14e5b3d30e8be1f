package dev.penstock.cli.log;

import dev.penstock.bundle.BundleTrust;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose heads a copy takes, from a file of its operator's own. */
final class MirrorPolicy {
  private MirrorPolicy() {}

  /** Reads a C2SP policy, or a trust file: what that says of other things does not matter here. */
  static TrustPolicy read(Path file) throws Unusable {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unusable("--policy " + file + " cannot be read: " + e.getMessage());
    }
    TrustPolicy policy =
        switch (BundleTrust.decode(bytes)) {
          case Decoded.Value<BundleTrust>(var trust) -> trust.keys().log();
          case Decoded.Malformed<BundleTrust>(var why) ->
              throw new Unusable("--policy " + file + ": " + why);
        };
    if (policy.logs().isEmpty()) {
      throw new Unusable("--policy " + file + " lists no log: add a line as log VKEY");
    }
    return policy;
  }
}
