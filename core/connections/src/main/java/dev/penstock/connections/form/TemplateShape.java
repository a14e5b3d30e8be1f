package dev.penstock.connections.form;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.MemberType;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.Selection;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.connections.Texts;
import dev.penstock.connections.protocol.ProtocolForm;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.sparkplug.OneName;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which fields templates and their instances have in a file, and what they become. */
final class TemplateShape {
  static final String TEMPLATES = "templates";
  static final String INSTANCES = "instances";

  private static final List<String> TEMPLATE = List.of("name", "version", "members", "parameters");
  private static final List<String> INSTANCE =
      List.of("device", "name", "template", "members", "parameters");

  /** A node has metrics of its own under these, beside its definitions. */
  private static final List<String> OWN = List.of(EdgeNode.BD_SEQ, "Node Control/", "Properties/");

  private final ProtocolForms protocols;
  private final Map<String, Device> devices;
  private final Predicate<String> isUnsound;

  /** What a destination has of both. */
  record Composed(List<MetricTemplate> templates, List<TemplateInstance> instances) {}

  /** An instance with where it stands. */
  private record Written(TemplateInstance instance, FieldReader at, Map<String, Place> places) {}

  /**
   * For the destinations of a file.
   *
   * @param isUnsound whether a device is there and has faults of its own
   */
  TemplateShape(ProtocolForms protocols, List<Device> devices, Predicate<String> isUnsound) {
    this.protocols = protocols;
    this.devices =
        devices.stream().collect(Collectors.toMap(Device::id, each -> each, (a, _) -> a));
    this.isUnsound = isUnsound;
  }

  /** A parameter as one text: its type, and its value behind it. */
  static String text(String type, String value) {
    return value.isEmpty() ? type : type + " " + value;
  }

  Composed read(FieldReader at, Optional<ProtocolForm> form, List<Selection> send) {
    if (form.isPresent() && !form.get().hasTemplates()) {
      Stream.of(TEMPLATES, INSTANCES)
          .filter(at::has)
          .forEach(field ->
              at.note(
                  field,
                  new Fault(
                      "are there, and " + form.get().protocol() + " has no such thing",
                      "destinations of protocol sparkplug",
                      "take them out")));
    }
    Map<String, MetricTemplate> templates = new LinkedHashMap<>();
    Set<String> written = new HashSet<>();
    Map<String, String> names = new HashMap<>();
    List<MetricTemplate> _ =
        at.things(
            TEMPLATES,
            "name",
            TEMPLATE,
            Bounds.TEMPLATES_MAX,
            each -> {
              Optional<MetricTemplate> template = template(each, names, written);
              template.ifPresent(one -> templates.put(one.name(), one));
              return template;
            });
    List<Written> instances = new ArrayList<>();
    List<TemplateInstance> _ =
        at.things(
            INSTANCES,
            "name",
            INSTANCE,
            Bounds.INSTANCES_MAX,
            each -> instance(each, templates, written, instances));
    List<TemplateInstance> all = instances.stream().map(Written::instance).toList();
    told(instances, InstanceFit.misfits(devices, isUnsound, protocols, templates, all, send));
    return new Composed(List.copyOf(templates.values()), all);
  }

  /** Each misfit at the place of its instance. */
  private static void told(List<Written> instances, List<InstanceFit.Misfit> misfits) {
    // By the very object: two instances that are equal stand in two places.
    IdentityHashMap<TemplateInstance, Written> written = new IdentityHashMap<>();
    instances.forEach(each -> written.put(each.instance(), each));
    for (InstanceFit.Misfit misfit : misfits) {
      Written at = written.get(misfit.instance());
      if (at != null) {
        Place place = at.places().get(misfit.field());
        if (place == null) {
          at.at().note(misfit.field(), misfit.fault());
        } else {
          at.at().note(misfit.field(), place, misfit.fault());
        }
      }
    }
  }

  private static Optional<Fault> faultOfName(String name) {
    return Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX);
  }

  private static Optional<MetricTemplate> template(
      FieldReader at, Map<String, String> names, Set<String> written) {
    long before = at.findingCount();
    String name =
        at.required("name", "a name, by which instances name it", TemplateShape::faultOfName);
    if (!name.isEmpty()) {
      written.add(name);
      String twin = names.putIfAbsent(OneName.of(name), name);
      if (twin != null) {
        at.note("name", sameName(name, "'" + Texts.shown(twin) + "'"));
      } else if (OWN.stream().anyMatch(own -> OneName.of(name).startsWith(OneName.of(own)))) {
        at.note("name", sameName(name, "metrics that the node itself has"));
      }
    }
    String version =
        at.text("version", text -> Texts.faultOfLine(text, 0, Bounds.VERSION_CHARS_MAX)).orElse("");
    Map<String, MemberType> members = new LinkedHashMap<>();
    pairs(at, "members", "a name with a type, as Amps: Float", Bounds.MEMBERS_MAX)
        .forEach((member, text) ->
            MemberType.of(text.text())
                .ifPresentOrElse(
                    type -> members.put(member, type),
                    () ->
                        at.note(
                            "members." + Texts.shown(member),
                            text.place(),
                            new Fault(
                                "'" + Texts.shown(text.text()) + "' is no type",
                                MemberType.words(),
                                "write one of these"))));
    if (members.isEmpty() && at.findingCount() == before) {
      at.note("members", none("a name with a type, as Amps: Float"));
    }
    Map<String, MetricTemplate.Parameter> parameters = parameters(at);
    return at.findingCount() > before
        ? Optional.empty()
        : Optional.of(new MetricTemplate(name, version, members, parameters));
  }

  private static Fault sameName(String name, String other) {
    return new Fault(
        "'%s' and %s are one name for hosts".formatted(Texts.shown(name), other),
        "a name that nothing else of the node has, whatever the case",
        "take another");
  }

  private static Fault none(String allowed) {
    return new Fault("has none", "at least one: " + allowed, "write it");
  }

  /** Names with texts; no two of the names are one for hosts. */
  private static Map<String, Tree.Scalar> pairs(
      FieldReader at, String field, String allowed, int max) {
    Map<String, Tree.Scalar> pairs = at.pairs(field, allowed);
    if (pairs.size() > max) {
      at.note(field, new Fault("are " + pairs.size(), "at most " + max, "take some of them out"));
      return Map.of();
    }
    Map<String, String> names = new HashMap<>();
    pairs.forEach((name, text) -> {
      Optional<Fault> fault = faultOfName(name);
      if (fault.isEmpty()) {
        fault =
            Optional.ofNullable(names.putIfAbsent(OneName.of(name), name))
                .map(twin -> sameName(name, "'" + Texts.shown(twin) + "'"));
      }
      fault.ifPresent(each -> at.note(field + "." + Texts.shown(name), text.place(), each));
    });
    return pairs;
  }

  private static Map<String, MetricTemplate.Parameter> parameters(FieldReader at) {
    String allowed =
        "a type, and behind it what holds where an instance says nothing, as Int64 4; types are "
            + MemberType.parameterWords();
    Map<String, MetricTemplate.Parameter> parameters = new LinkedHashMap<>();
    pairs(at, "parameters", allowed, Bounds.PARAMETERS_MAX)
        .forEach((name, text) -> {
          String[] parts = text.text().split(" ", 2);
          Optional<MemberType> type = MemberType.ofParameter(parts[0]);
          Optional<String> value =
              type.flatMap(each -> each.spelt(parts.length == 1 ? "" : parts[1]));
          if (type.isPresent() && value.isPresent()) {
            parameters.put(name, new MetricTemplate.Parameter(type.get(), value.get()));
          } else {
            at.note(
                "parameters." + Texts.shown(name),
                text.place(),
                new Fault(
                    "'" + Texts.shown(text.text()) + "' is no type with a value of it",
                    allowed,
                    "write both"));
          }
        });
    return parameters;
  }

  private static Optional<TemplateInstance> instance(
      FieldReader at,
      Map<String, MetricTemplate> templates,
      Set<String> written,
      List<Written> into) {
    long before = at.findingCount();
    String device = at.required("device", "the id of a device of this file", Texts::faultOfId);
    String name = at.required("name", "a name, which hosts see", TemplateShape::faultOfName);
    String of =
        at.required(
            "template", "the name of a template of this destination", TemplateShape::faultOfName);
    MetricTemplate template = templates.get(of);
    if (template == null) {
      if (!of.isEmpty() && !written.contains(of)) {
        at.note(
            "template",
            new Fault(
                "there is no template '" + Texts.shown(of) + "' here",
                templates.isEmpty() ? "none is described" : String.join(", ", templates.keySet()),
                "describe it under templates, or name another"));
      }
      return Optional.empty();
    }
    Map<String, Place> places = new HashMap<>();
    Map<String, String> members = members(at, template, places);
    Map<String, String> parameters = parameters(at, template);
    if (at.findingCount() > before) {
      return Optional.empty();
    }
    var instance = new TemplateInstance(device, name, of, members, parameters);
    into.add(new Written(instance, at, places));
    return Optional.of(instance);
  }

  private static Map<String, String> members(
      FieldReader at, MetricTemplate template, Map<String, Place> places) {
    String allowed = "a member of the template with a point of the device, as Amps: pump amps";
    long before = at.findingCount();
    Map<String, String> members = new LinkedHashMap<>();
    Map<String, String> memberOf = new HashMap<>();
    at.pairs("members", allowed)
        .forEach((member, text) -> {
          String field = "members." + Texts.shown(member);
          places.put(field, text.place());
          Optional<Fault> fault = unknown(template.members().keySet(), member, template.name());
          if (fault.isEmpty()) {
            fault = Texts.faultOfPoint(text.text());
          }
          if (fault.isEmpty()) {
            fault =
                Optional.ofNullable(memberOf.putIfAbsent(text.text(), member))
                    .map(twin ->
                        new Fault(
                            "the point is the member '" + Texts.shown(twin) + "' already",
                            "each point once",
                            "name another"));
          }
          if (fault.isPresent()) {
            at.note(field, text.place(), fault.get());
          } else {
            members.put(member, text.text());
          }
        });
    if (members.isEmpty() && at.findingCount() == before) {
      at.note("members", none(allowed));
    }
    return members;
  }

  private static Optional<Fault> unknown(Set<String> known, String name, String template) {
    return known.contains(name)
        ? Optional.empty()
        : Optional.of(
            new Fault(
                "the template '%s' has no '%s'".formatted(Texts.shown(template), Texts.shown(name)),
                known.isEmpty() ? "none" : String.join(", ", known),
                "correct it, or describe it in the template"));
  }

  private static Map<String, String> parameters(FieldReader at, MetricTemplate template) {
    Map<String, String> parameters = new LinkedHashMap<>();
    at.pairs("parameters", "a parameter of the template with its value")
        .forEach((name, text) -> {
          Optional<Fault> fault = unknown(template.parameters().keySet(), name, template.name());
          MetricTemplate.Parameter parameter = template.parameters().get(name);
          if (parameter != null) {
            Optional<String> value = parameter.type().spelt(text.text());
            value.ifPresent(each -> parameters.put(name, each));
            fault =
                value.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        new Fault(
                            "'" + Texts.shown(text.text()) + "' is no " + parameter.type().word(),
                            parameter.type().allowed(),
                            "write one of these"));
          }
          fault.ifPresent(each -> at.note("parameters." + Texts.shown(name), text.place(), each));
        });
    return parameters;
  }
}
