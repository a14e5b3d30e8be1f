package dev.penstock.node;

import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.node.config.AnchorSettings;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Makes the anchors that the settings name: the one place that knows each kind. */
interface AnchorMaking {
  /**
   * What an anchor may be made of.
   *
   * @param logKey of the log whose checkpoints are anchored, as a C2SP vkey
   */
  record Parts(NodeKeys keys, String logKey, InstantSource clock, SecureRandom random) {}

  /**
   * An anchor as it is set; nobody is asked yet.
   *
   * @throws IOException when a file that it needs cannot be read
   */
  Anchor make(AnchorSettings settings, Parts parts)
      throws IOException, KeyHomeException, StartException;

  /** Those of this version. The settings refuse every kind that is not made here. */
  AnchorMaking REAL =
      (settings, _) -> {
        throw switch (settings) {
          case AnchorSettings.Timestamp set -> unknown(set);
          case AnchorSettings.Chain set -> unknown(set);
          case AnchorSettings.Witness set -> unknown(set);
        };
      };

  private static StartException unknown(AnchorSettings settings) {
    return new StartException(
        "anchor "
            + settings.name()
            + ": "
            + settings.kind()
            + " cannot be asked by this version; take it out of the settings");
  }
}
