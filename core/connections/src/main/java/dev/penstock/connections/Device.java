package dev.penstock.connections;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A device that is connected, with the points that are read from it.
 *
 * @param id the name of the source in records
 * @param name for people
 * @param protocol by the word that policies have for it
 * @param asset id in the plant's model, by which it lies in a zone
 * @param isEnabled whether it is talked to at all
 * @param at where it is and how it is talked to, in the words of its protocol, in the order of
 *     their names
 * @param rates in the order of their names
 * @param points in the order of their names
 */
public record Device(
    String id,
    String name,
    String protocol,
    String asset,
    boolean isEnabled,
    Map<String, String> at,
    List<Rate> rates,
    List<Point> points) {
  public Device {
    Texts.require("id", Texts.faultOfId(id));
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
    Texts.require("protocol", Texts.faultOfWord(protocol));
    Texts.require("asset", Texts.faultOfId(asset));
    at = settings(at);
    rates = rates.stream().sorted(Comparator.comparing(Rate::name)).toList();
    points = points.stream().sorted(Comparator.comparing(Point::name)).toList();
    if (rates.size() > Bounds.RATES_MAX || points.size() > Bounds.DEVICE_POINTS_MAX) {
      throw new IllegalArgumentException(rates.size() + " rates, " + points.size() + " points");
    }
    Set<String> known = new HashSet<>();
    for (Rate rate : rates) {
      if (!known.add(rate.name())) {
        throw new IllegalArgumentException("two rates are called " + rate.name());
      }
    }
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (i > 0 && points.get(i - 1).name().equals(point.name())) {
        throw new IllegalArgumentException("two points are called " + point.name());
      }
      if (point.origin() instanceof Origin.Read read && !known.contains(read.rate())) {
        throw new IllegalArgumentException(point.name() + ": no rate " + read.rate());
      }
    }
  }

  static Map<String, String> settings(Map<String, String> settings) {
    if (settings.size() > Bounds.SETTINGS_MAX) {
      throw new IllegalArgumentException(settings.size() + " settings");
    }
    settings.forEach((name, text) -> {
      Texts.require("setting", Texts.faultOfWord(name));
      Texts.require(name, Texts.faultOfLine(text, 1, Bounds.SETTING_CHARS_MAX));
    });
    return Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** The same device with other points. */
  public Device with(List<Point> other) {
    return new Device(id, name, protocol, asset, isEnabled, at, rates, other);
  }
}
