package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.edgenode.MetricDefinition;
import dev.penstock.sparkplug.edgenode.Reading;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance of a template on a device: the points that are its members. */
final class Instance {
  final String name;
  private final InstanceForm form;
  private final Template definition;
  private final Map<String, DevicePoint> members = new LinkedHashMap<>();

  Instance(String name, InstanceForm form, Template definition) {
    this.name = name;
    this.form = form;
    this.definition = definition;
  }

  /** Makes the point that is a member. */
  DevicePoint point(String member) {
    DevicePoint point =
        DevicePoint.member(member, this, Composition.type(definition, member).orElseThrow());
    DevicePoint _ = members.put(member, point);
    return point;
  }

  MetricDefinition definition() {
    Map<String, MetricDefinition.Member> forms = new LinkedHashMap<>();
    for (Metric each : definition.members()) {
      String member = each.name();
      if (member != null) {
        DevicePoint point = members.get(member);
        MetricDefinition.Member _ =
            forms.put(
                member,
                point == null
                    ? new MetricDefinition.Member(false, PropertySet.EMPTY.and(Device.READ_ONLY))
                    : new MetricDefinition.Member(point.isWritable, point.properties()));
      }
    }
    boolean isWritable = members.values().stream().anyMatch(each -> each.isWritable);
    return MetricDefinition.instance(
        name,
        form.template(),
        isWritable ? PropertySet.EMPTY : PropertySet.EMPTY.and(Device.READ_ONLY),
        forms);
  }

  /** A part of it, at one time. */
  Reading part(long timeMs, List<Metric> told) {
    return reading(timeMs, Quality.GOOD, told, List.of());
  }

  /** All that it has now, with its parameters. */
  Reading now(long atMs) {
    List<Metric> told = new ArrayList<>();
    long newestMs = Long.MIN_VALUE;
    for (DevicePoint each : members.values()) {
      Optional<Metric> now = each.now();
      Reported newest = each.newest;
      if (now.isPresent() && newest != null) {
        boolean _ = told.add(now.get());
        newestMs = Math.max(newestMs, newest.timeMs());
      }
    }
    return told.isEmpty()
        ? reading(atMs, Quality.STALE, told, form.parameters())
        : reading(newestMs, Quality.GOOD, told, form.parameters());
  }

  private Reading reading(
      long timeMs, Quality quality, List<Metric> told, List<Template.Parameter> parameters) {
    return new Reading(
        name,
        timeMs,
        quality,
        Template.instance(form.template(), told, parameters),
        Optional.empty());
  }
}
