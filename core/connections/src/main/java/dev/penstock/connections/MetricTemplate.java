package dev.penstock.connections;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A kind of composed value: what hosts of Sparkplug get as one, wherever there is such a thing in
 * the plant.
 *
 * @param version for hosts; empty for none
 * @param members what each is, in the order of their names; at least one
 * @param parameters in the order of their names
 */
public record MetricTemplate(
    String name,
    String version,
    Map<String, MemberType> members,
    Map<String, Parameter> parameters) {
  /**
   * What goes with each instance and is not read.
   *
   * @param value what it is where an instance says nothing, in the one spelling of its type
   */
  public record Parameter(MemberType type, String value) {
    public Parameter {
      if (MemberType.ofParameter(type.word()).isEmpty()
          || !type.spelt(value).equals(Optional.of(value))) {
        throw new IllegalArgumentException(type.word() + " of a parameter: " + value);
      }
    }
  }

  public MetricTemplate {
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
    Texts.require("version", Texts.faultOfLine(version, 0, Bounds.VERSION_CHARS_MAX));
    members = Collections.unmodifiableMap(new TreeMap<>(members));
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    members.keySet().forEach(MetricTemplate::mustBeName);
    parameters.keySet().forEach(MetricTemplate::mustBeName);
    if (members.isEmpty()
        || members.size() > Bounds.MEMBERS_MAX
        || parameters.size() > Bounds.PARAMETERS_MAX) {
      throw new IllegalArgumentException(
          members.size() + " members and " + parameters.size() + " parameters of " + name);
    }
  }

  private static void mustBeName(String name) {
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
  }
}
