package dev.penstock.connections;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Points of a device that hosts of Sparkplug get as one value, of a kind that is described.
 *
 * @param device by its id
 * @param name of the value
 * @param template by its name
 * @param members which point each is, in the order of their names; at least one. A member that is
 *     left out has no value
 * @param parameters what they are here, each in the one spelling of its type, in the order of their
 *     names
 */
public record TemplateInstance(
    String device,
    String name,
    String template,
    Map<String, String> members,
    Map<String, String> parameters)
    implements Comparable<TemplateInstance> {
  public TemplateInstance {
    Texts.require("device", Texts.faultOfId(device));
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
    Texts.require("template", Texts.faultOfLine(template, 1, Bounds.NAME_CHARS_MAX));
    members = Collections.unmodifiableMap(new TreeMap<>(members));
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    members.values().forEach(point -> Texts.require("point", Texts.faultOfPoint(point)));
    if (members.isEmpty() || new HashSet<>(members.values()).size() < members.size()) {
      throw new IllegalArgumentException(name + " has no members, or one point twice");
    }
  }

  /** By their devices, then by their names. */
  @Override
  public int compareTo(TemplateInstance other) {
    int order = device.compareTo(other.device);
    return order == 0 ? name.compareTo(other.name) : order;
  }
}
