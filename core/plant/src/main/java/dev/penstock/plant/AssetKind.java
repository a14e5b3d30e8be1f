package dev.penstock.plant;

/**
 * What an asset is, as far as separations and component requirements ask for it: the types of IEC
 * 62443-4-2, told apart where a rule of ZCR 3 does.
 */
public enum AssetKind implements Worded {
  /** Controls a process. */
  CONTROLLER("controller"),
  /** Brings a process to a safe state. */
  SAFETY_CONTROLLER("safety-controller"),
  /** A sensor, drive, valve or remote input and output. */
  FIELD_DEVICE("field-device"),
  /** A panel of operators. */
  PANEL("panel"),
  /** A workstation of operators or engineers. */
  WORKSTATION("workstation"),
  /** A server. */
  SERVER("server"),
  /** Software by itself. */
  APPLICATION("application"),
  /** Switches and routers. */
  NETWORK_DEVICE("network-device"),
  /** What decides at a boundary: a firewall, a diode, a gateway that proves what passes. */
  BOUNDARY_DEVICE("boundary-device"),
  /** Talks by radio. */
  WIRELESS_DEVICE("wireless-device"),
  /** Comes and goes: laptops of maintenance, programming devices. */
  PORTABLE("portable"),
  /** Serves the business and not the plant. */
  BUSINESS("business"),
  /** Anything else. */
  OTHER("other");

  private final String word;

  AssetKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** True for what acts on the process itself. */
  public boolean isOfControl() {
    return this == CONTROLLER || this == SAFETY_CONTROLLER || this == FIELD_DEVICE;
  }
}
