package dev.penstock.framesmodbus;

import dev.penstock.framesmodbus.Response.DeviceIdentification;
import dev.penstock.framesmodbus.Response.IdentificationObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer about a device's identity may hold (MODBUS V1.1b3 §6.21). */
final class IdentificationRules {
  private IdentificationRules() {}

  static @Nullable String faultOf(
      int conformity, boolean hasMore, int nextObjectId, List<IdentificationObject> objects) {
    int level = conformity & 0x7f;
    if (level < 1 || level > 3 || conformity > 0xff) {
      return "conformity level is " + conformity + ", must be 1..3 or 129..131";
    }
    int length = 0;
    int last = -1;
    for (IdentificationObject each : objects) {
      if (each.id() <= last) {
        return "object " + each.id() + " stands behind object " + last;
      }
      last = each.id();
      length += 2 + each.value().size();
    }
    if (length > DeviceIdentification.OBJECTS_BYTES_MAX) {
      return "the objects have " + length + " bytes, at most 246";
    }
    if (!hasMore) {
      return nextObjectId == 0 ? null : "no more objects follow, yet " + nextObjectId + " is next";
    }
    // A device that sends its client back to where it was would be asked without end.
    return last >= 0 && nextObjectId > last && nextObjectId <= 0xff
        ? null
        : "object " + nextObjectId + " is next, behind object " + last;
  }
}
