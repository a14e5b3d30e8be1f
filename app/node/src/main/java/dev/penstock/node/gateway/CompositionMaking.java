package dev.penstock.node.gateway;

import dev.penstock.connections.Destination;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.sparkplug.edgenode.TemplateSet;
import dev.penstock.sparkplug.fleet.Composition;
import dev.penstock.sparkplug.fleet.InstanceForm;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people wrote about templates and their instances, as births of Sparkplug have it. */
final class CompositionMaking {
  private CompositionMaking() {}

  /**
   * Of one destination.
   *
   * @param atMs when the members of definitions, which have no values, are said to be of
   */
  static Composition of(Destination destination, long atMs) {
    if (destination.templates().isEmpty()) {
      return Composition.NONE;
    }
    Map<String, Template> definitions = new LinkedHashMap<>();
    for (MetricTemplate each : destination.templates()) {
      Template _ = definitions.put(each.name(), definition(each, atMs));
    }
    List<InstanceForm> instances = new ArrayList<>();
    for (TemplateInstance each : destination.instances()) {
      MetricTemplate template = destination.template(each.template()).orElseThrow();
      boolean _ =
          instances.add(
              new InstanceForm(
                  each.device(),
                  each.name(),
                  each.template(),
                  each.members(),
                  parameters(template, each.parameters())));
    }
    return new Composition(TemplateSet.of(definitions), instances);
  }

  private static Template definition(MetricTemplate template, long atMs) {
    List<Metric> members = new ArrayList<>();
    template
        .members()
        .forEach((name, type) -> {
          boolean _ = members.add(Metric.of(name, atMs, type.type(), null));
        });
    return Template.definition(
        template.version().isEmpty() ? null : template.version(),
        members,
        parameters(template, Map.of()));
  }

  /** What an instance says, and where it says nothing what the template has. */
  private static List<Template.Parameter> parameters(
      MetricTemplate template, Map<String, String> said) {
    List<Template.Parameter> parameters = new ArrayList<>();
    template
        .parameters()
        .forEach((name, each) -> {
          String text = said.getOrDefault(name, each.value());
          boolean _ =
              parameters.add(
                  new Template.Parameter(name, each.type().type().code(), each.type().value(text)));
        });
    return parameters;
  }
}
