package dev.penstock.framesmodbus;

/** What kind of thing is done, so that one rule can speak of many function codes. */
public enum OperationClass {
  /** Data are read. */
  READ,
  /** Data are written. */
  WRITE,
  /** The device is asked what it is. */
  IDENTIFY,
  /** The device is asked how it and its line are. */
  DIAGNOSE,
  /** The device talks otherwise afterwards: restarted, silenced, its counters cleared. */
  CONTROL,
  /** Records of files are read. */
  READ_FILE,
  /** Records of files are written. */
  WRITE_FILE,
  /**
   * Nobody knows: function codes of vendors, many of which load programs and stop them. No rule for
   * the others speaks of these.
   */
  UNKNOWN
}
