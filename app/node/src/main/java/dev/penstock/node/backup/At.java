package dev.penstock.node.backup;

import dev.penstock.storage.ForcePoint;

/** Where a backup is forced. */
public enum At implements ForcePoint {
  COPIED_BYTES,
  COPIED_NAMES,
  MANIFEST,
  MANIFEST_NAME
}
