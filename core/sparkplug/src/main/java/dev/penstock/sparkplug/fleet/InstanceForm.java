package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.payload.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Points of a device that hosts get as one composed value.
 *
 * @param device by its name in records
 * @param name of the metric
 * @param template by the name of its definition
 * @param members names of points by those of the members that they are
 * @param parameters what goes with the instance, with their types
 */
public record InstanceForm(
    String device,
    String name,
    String template,
    Map<String, String> members,
    List<Template.Parameter> parameters) {
  public InstanceForm {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    parameters = List.copyOf(parameters);
  }
}
