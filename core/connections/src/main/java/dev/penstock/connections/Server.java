package dev.penstock.connections;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A port at which clients of a zone read what points of devices had last, by the policy. It is
 * never written to.
 *
 * @param name for people
 * @param protocol by the word that policies have for it
 * @param listen where clients connect to, as {@code 10.1.0.1:502}
 * @param fromZone id of the zone that its clients are in
 * @param unit by which clients ask for it, 0..255
 * @param ageMax how long ago a point may have been read for its value to be given
 * @param serve which points, in the order of the texts of their addresses
 */
public record Server(
    String id,
    String name,
    String protocol,
    boolean isEnabled,
    String listen,
    String fromZone,
    int unit,
    Duration ageMax,
    List<Served> serve) {
  /**
   * A point, and where clients find it.
   *
   * @param device id of the device
   * @param point by its name
   * @param address in the words of the protocol, in one spelling
   * @param type in the words of the protocol, in one spelling
   */
  public record Served(String device, String point, String address, String type) {
    public Served {
      Texts.require("point", Texts.faultOfId(device));
      Texts.require("point", Texts.faultOfPoint(point));
      Texts.require("address", Texts.faultOfLine(address, 1, Bounds.ADDRESS_CHARS_MAX));
      Texts.require("type", Texts.faultOfLine(type, 1, Bounds.TYPE_CHARS_MAX));
    }

    /** As selections have it: {@code plc-1/level}. */
    public String pointText() {
      return device + "/" + point;
    }
  }

  public Server {
    Texts.require("id", Texts.faultOfId(id));
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
    Texts.require("protocol", Texts.faultOfWord(protocol));
    Texts.require("listen", Texts.faultOfLine(listen, 1, Bounds.SETTING_CHARS_MAX));
    Texts.require("from-zone", Texts.faultOfId(fromZone));
    if (unit < 0 || unit > 255) {
      throw new IllegalArgumentException("unit is " + unit + ", must be 0..255");
    }
    if (ageMax.compareTo(Bounds.AGE_MIN) < 0 || ageMax.compareTo(Bounds.AGE_MAX) > 0) {
      throw new IllegalArgumentException("age-max is " + ageMax);
    }
    serve = serve.stream().sorted(Comparator.comparing(Served::address)).toList();
    if (serve.isEmpty() || serve.size() > Bounds.SERVED_MAX) {
      throw new IllegalArgumentException(serve.size() + " points are served");
    }
    for (int i = 1; i < serve.size(); i++) {
      if (serve.get(i - 1).address().equals(serve.get(i).address())) {
        throw new IllegalArgumentException("two points at " + serve.get(i).address());
      }
    }
  }
}
