package dev.penstock.node;

import dev.penstock.storage.ForcePoint;

/** Where the node itself forces. */
enum At implements ForcePoint {
  ROOM_NAME,
  REPLACED_BYTES,
  REPLACED_NAME
}
