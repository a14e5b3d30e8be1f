package dev.penstock.connections;

import java.time.Duration;

/** How large connections may be. Above what one gateway can serve, below what would fill a heap. */
public final class Bounds {
  /** Of devices. */
  public static final int DEVICES_MAX = 1_000;

  /** Of points of one device. */
  public static final int DEVICE_POINTS_MAX = 100_000;

  /** Of points of all devices together: some 200 MB. */
  public static final int POINTS_MAX = 1_000_000;

  /** Of rates of one device: more would be a rate for each point. */
  public static final int RATES_MAX = 16;

  /** Of settings of one device or destination. */
  public static final int SETTINGS_MAX = 32;

  /** Of destinations. */
  public static final int DESTINATIONS_MAX = 100;

  /** Of selections of one destination: each may have to be tried for a point. */
  public static final int SELECTIONS_MAX = 1_000;

  /** Of templates of one destination: each birth of a node has them all. */
  public static final int TEMPLATES_MAX = 200;

  /** Of members of one template: data has an instance in one message. */
  public static final int MEMBERS_MAX = 200;

  /** Of parameters of one template. */
  public static final int PARAMETERS_MAX = 50;

  /** Of instances of one destination. */
  public static final int INSTANCES_MAX = 10_000;

  /** Of proxies: each has a port of its own. */
  public static final int PROXIES_MAX = 200;

  /** Of servers: each has a port of its own. */
  public static final int SERVERS_MAX = 20;

  /** Of points of one server: as many addresses as one table of Modbus has. */
  public static final int SERVED_MAX = 65_536;

  /** The shortest time after which what was read is too old to be served. */
  public static final Duration AGE_MIN = Duration.ofMillis(100);

  /** The longest one. */
  public static final Duration AGE_MAX = Duration.ofDays(1);

  /** What that is where nobody says it. */
  public static final Duration AGE_DEFAULT = Duration.ofMinutes(1);

  /** Characters of an id, as in the plant's model. */
  public static final int ID_CHARS_MAX = 64;

  /** Characters of a name of a protocol, a rate or a setting. */
  public static final int WORD_CHARS_MAX = 32;

  /** Characters of a name for people. */
  public static final int NAME_CHARS_MAX = 100;

  /** Characters of a point's name. */
  public static final int POINT_CHARS_MAX = 200;

  /** Characters of a setting. */
  public static final int SETTING_CHARS_MAX = 500;

  /** Characters of an address, as a driver takes it. */
  public static final int ADDRESS_CHARS_MAX = 500;

  /** Characters of a type, as a driver takes it. */
  public static final int TYPE_CHARS_MAX = 100;

  /** Characters of an engineering unit. */
  public static final int UNIT_CHARS_MAX = 50;

  /** Characters of the version of a template. */
  public static final int VERSION_CHARS_MAX = 50;

  /** Characters of a parameter. */
  public static final int PARAMETER_CHARS_MAX = 200;

  /** Characters of a description, which is a sentence. */
  public static final int DESCRIPTION_CHARS_MAX = 500;

  /** The shortest time between two readings of a point. */
  public static final Duration RATE_MIN = Duration.ofMillis(10);

  /** The longest one. */
  public static final Duration RATE_MAX = Duration.ofDays(1);

  /** Of the history that is sent to a destination in a second. */
  public static final int HISTORY_MAX = 1_000_000;

  /** What that is where nobody says it. */
  public static final int HISTORY_DEFAULT = 2_000;

  /** Findings that are told; more are counted. */
  public static final int FINDINGS_MAX = 1_000;

  private Bounds() {}
}
