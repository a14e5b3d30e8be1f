package dev.penstock.sparkplug.fleet;

import dev.penstock.sparkplug.edgenode.TemplateSet;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which points are told as members of instances of templates, and not as metrics of their own.
 *
 * @param instances each point in one of them at most
 */
public record Composition(TemplateSet templates, List<InstanceForm> instances) {
  /** Each point is a metric of its own. */
  public static final Composition NONE = new Composition(TemplateSet.EMPTY, List.of());

  /** A point, as no name of a device or a point can be written. */
  private record Taken(String device, String point) {}

  public Composition {
    instances = List.copyOf(instances);
    Set<Taken> taken = new HashSet<>();
    for (InstanceForm each : instances) {
      Template template = templates.definitions().get(each.template());
      if (template == null) {
        throw new IllegalArgumentException(each.name() + ": no template " + each.template());
      }
      each.members()
          .forEach((member, point) -> {
            if (type(template, member).filter(DataType::isBasic).isEmpty()) {
              throw new IllegalArgumentException(each.name() + ": no single value " + member);
            }
            if (!taken.add(new Taken(each.device(), point))) {
              throw new IllegalArgumentException(point + " is in two instances");
            }
          });
    }
  }

  /** What a member of a definition is; empty where there is none of that name. */
  static Optional<DataType> type(Template template, String member) {
    return template.members().stream()
        .filter(each -> member.equals(each.name()))
        .findFirst()
        .flatMap(Metric::type);
  }

  /** Those of one device. */
  List<InstanceForm> of(String device) {
    return instances.stream().filter(each -> each.device().equals(device)).toList();
  }

  /** The definition of an instance. */
  Template definition(InstanceForm form) {
    Template template = templates.definitions().get(form.template());
    if (template == null) {
      throw new IllegalStateException("no template " + form.template());
    }
    return template;
  }
}
