package dev.penstock.house.checkout;

/** Where a module stands. Arrows point from the later to the earlier: an app may see everything. */
public enum Ring {
  /** Rules and formats; no sockets, files, threads, clock or chance. */
  CORE,
  /** One outside thing each. */
  EDGE,
  /** Wiring: the only place that constructs edges in the product. */
  APP,
  /** What a device carries: stands alone. */
  DEVICE,
  /** Not shipped: testkit, bench, it, fuzz modules and this house. */
  TOOL;

  static Ring of(String modulePath) {
    if (modulePath.endsWith("-fuzz")) {
      return TOOL;
    }
    if (modulePath.startsWith("core/")) {
      return CORE;
    }
    if (modulePath.startsWith("edge/")) {
      return EDGE;
    }
    if (modulePath.startsWith("app/")) {
      return APP;
    }
    return modulePath.equals("device") ? DEVICE : TOOL;
  }
}
