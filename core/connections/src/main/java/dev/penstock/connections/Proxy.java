package dev.penstock.connections;

/**
 * A port at which clients of one zone reach a device of another, through the policy.
 *
 * @param name for people
 * @param listen where clients connect to, as {@code 10.1.0.1:502}
 * @param fromZone id of the zone that its clients are in
 * @param to id of the device
 */
public record Proxy(
    String id, String name, boolean isEnabled, String listen, String fromZone, String to) {
  public Proxy {
    Texts.require("id", Texts.faultOfId(id));
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
    Texts.require("listen", Texts.faultOfLine(listen, 1, Bounds.SETTING_CHARS_MAX));
    Texts.require("from-zone", Texts.faultOfId(fromZone));
    Texts.require("to", Texts.faultOfId(to));
  }
}
