package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The templates of a node: what kinds of composed values there are, what fits them, and what a
 * birth says where an instance was told in parts (Sparkplug 3.0 §6.4.14). A member that is composed
 * itself is an instance in its definition, naming its own.
 */
public final class TemplateSet {
  /** No templates. */
  public static final TemplateSet EMPTY = new TemplateSet(new LinkedHashMap<>());

  /** Templates within templates; each costs a payload two messages within each other. */
  private static final int DEPTH_MAX = 4;

  /** Of a member that never had a value nobody can say more than that. */
  private static final PropertySet NEVER_TOLD = PropertySet.EMPTY.and(Quality.STALE.property());

  private final Map<String, Template> byName;

  private TemplateSet(Map<String, Template> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  public static TemplateSet of(Map<String, Template> definitions) {
    TemplateSet set = new TemplateSet(new LinkedHashMap<>(definitions));
    Optional<String> fault = set.faultOfDefinitions();
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
    return set;
  }

  /** The definitions by their names, in the order in which a birth has them. */
  public Map<String, Template> definitions() {
    return byName;
  }

  private Optional<String> faultOfDefinitions() {
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, Template> each : byName.entrySet()) {
      String name = each.getKey();
      Template template = each.getValue();
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        return Optional.of("two templates are called " + name + " but for their case");
      }
      if (!template.isDefinition() || template.reference() != null) {
        return Optional.of(name + " is no definition");
      }
      if (depth(name, 1) > DEPTH_MAX) {
        return Optional.of(name + " holds a template that is missing, or more than four deep");
      }
      for (Template.Parameter parameter : template.parameters()) {
        Integer code = parameter.typeCode();
        if (code == null || !DataType.of(code).map(DataType::isBasic).orElse(false)) {
          return Optional.of("a parameter of " + name + " has no basic type");
        }
      }
      Set<String> members = new HashSet<>();
      for (Metric member : template.members()) {
        String memberName = member.name();
        if (memberName == null
            || !members.add(memberName)
            || !member.type().map(DataType::isOfMetric).orElse(false)) {
          return Optional.of("a member of " + name + " has no name of its own or no type");
        }
      }
    }
    return Optional.empty();
  }

  /** How deep templates stand in one; beyond the limit for one that is missing. */
  private int depth(String name, int at) {
    Template template = byName.get(name);
    if (template == null || at > DEPTH_MAX) {
      return DEPTH_MAX + 1;
    }
    int deepest = at;
    for (Metric member : template.members()) {
      if (member.type().orElse(null) == DataType.TEMPLATE) {
        deepest = Math.max(deepest, depth(referenceOf(member), at + 1));
      }
    }
    return deepest;
  }

  private static String referenceOf(Metric member) {
    return member.value() instanceof Template inner && inner.reference() != null
        ? inner.reference()
        : "";
  }

  /** True when there is such a template. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** What a member is; empty where the template has none of that name. */
  Optional<DataType> memberType(String template, @Nullable String member) {
    Template definition = byName.get(template);
    if (definition == null || member == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(membersOf(definition).get(member)).flatMap(Metric::type);
  }

  /** Whether a value is one of a metric. */
  boolean fits(MetricDefinition definition, Value value) {
    return definition
        .template()
        .map(name -> fault(name, value).isEmpty())
        .orElseGet(() -> ValueMapping.isOf(definition.type(), value));
  }

  /** Why a value is no instance of a template, whole or in parts. */
  Optional<String> fault(String name, Value value) {
    Template definition = byName.get(name);
    if (definition == null
        || !(value instanceof Template instance)
        || instance.isDefinition()
        || !name.equals(instance.reference())) {
      return Optional.of("the value is no instance of the template " + name);
    }
    Map<String, Metric> members = membersOf(definition);
    Set<String> seen = new HashSet<>();
    for (Metric member : instance.members()) {
      Metric defined = members.get(member.name());
      if (defined == null || !seen.add(defined.name() == null ? "" : defined.name())) {
        return Optional.of("the instance has a member that the template " + name + " has not");
      }
      Optional<String> fault = faultOfMember(defined, member.value());
      if (fault.isPresent()) {
        return fault;
      }
    }
    for (Template.Parameter parameter : instance.parameters()) {
      boolean isKnown =
          definition.parameters().stream()
              .anyMatch(each ->
                  each.name().equals(parameter.name())
                      && (parameter.value() == null
                          || ValueMapping.isOf(typeOf(each), parameter.value())));
      if (!isKnown) {
        return Optional.of("the instance has a parameter that the template " + name + " has not");
      }
    }
    return Optional.empty();
  }

  private Optional<String> faultOfMember(Metric defined, @Nullable Value value) {
    if (value == null) {
      return Optional.empty();
    }
    DataType type = defined.type().orElseThrow();
    if (type == DataType.TEMPLATE) {
      return fault(referenceOf(defined), value);
    }
    return ValueMapping.isOf(type, value)
        ? Optional.empty()
        : Optional.of("the member " + defined.name() + " is none of " + type);
  }

  private static DataType typeOf(Template.Parameter parameter) {
    Integer code = parameter.typeCode();
    return code == null ? DataType.UNKNOWN : DataType.of(code).orElse(DataType.UNKNOWN);
  }

  private static Map<String, Metric> membersOf(Template template) {
    Map<String, Metric> members = new HashMap<>();
    for (Metric member : template.members()) {
      String name = member.name();
      if (name != null) {
        var _ = members.put(name, member);
      }
    }
    return members;
  }

  /**
   * An instance as data has it: what was told, each member with its time. Its type stands there
   * too, though Sparkplug 3.0 §6.4.6 would do without: a member has no alias by which a host could
   * find it, and those of others do not read one without its type.
   */
  Template told(Template update, long timeMs) {
    Template definition = byName.get(update.reference());
    Map<String, Metric> defined = definition == null ? Map.of() : membersOf(definition);
    List<Metric> members = new ArrayList<>();
    for (Metric member : update.members()) {
      Value value = member.value();
      Metric like = defined.get(member.name());
      boolean _ =
          members.add(
              member(
                  member,
                  timeOf(member, timeMs),
                  like == null ? null : like.typeCode(),
                  member.properties(),
                  value instanceof Template inner ? told(inner, timeMs) : value));
    }
    String reference = update.reference() == null ? "" : update.reference();
    return Template.instance(reference, members, update.parameters());
  }

  /**
   * An instance as a whole: each member that the definition has, with its type; what was told now,
   * else what was told before, else nothing, which is stale.
   */
  Template whole(String name, @Nullable Value before, @Nullable Value update, long timeMs) {
    Template definition = byName.get(name);
    if (definition == null) {
      throw new IllegalStateException("no template " + name);
    }
    Map<String, Metric> old = before instanceof Template template ? membersOf(template) : Map.of();
    Map<String, Metric> fresh =
        update instanceof Template template ? membersOf(template) : Map.of();
    List<Metric> members = new ArrayList<>();
    for (Metric defined : definition.members()) {
      Metric last = old.get(defined.name());
      Metric now = fresh.getOrDefault(defined.name(), last);
      long time = now == null ? timeMs : timeOf(now, timeMs);
      Value value = now == null ? null : now.value();
      PropertySet said = now == null ? NEVER_TOLD : now.properties();
      if (defined.type().orElse(null) == DataType.TEMPLATE && (value != null || now == null)) {
        value = whole(referenceOf(defined), last == null ? null : last.value(), value, timeMs);
        said = now == null ? PropertySet.EMPTY : said;
      }
      boolean _ = members.add(member(defined, time, defined.typeCode(), said, value));
    }
    return Template.instance(name, members, parameters(definition, before, update));
  }

  /** A whole instance as a birth has it: with what is said of its members beside their values. */
  Template born(Template whole, Map<String, MetricDefinition.Member> forms) {
    Template definition = byName.get(whole.reference());
    Map<String, Metric> defined = definition == null ? Map.of() : membersOf(definition);
    List<Metric> members = new ArrayList<>();
    for (Metric each : whole.members()) {
      Metric like = defined.get(each.name());
      List<PropertySet.Property> all = new ArrayList<>();
      if (like != null) {
        all.addAll(like.properties().properties());
      }
      MetricDefinition.Member form = each.name() == null ? null : forms.get(each.name());
      if (form != null) {
        all.addAll(form.properties().properties());
      }
      for (PropertySet.Property said : each.properties().properties()) {
        // That it is good again is said once; a birth says what is not good.
        if (!said.equals(Quality.GOOD.property())) {
          boolean _ = all.add(said);
        }
      }
      Value value = each.value();
      boolean _ =
          members.add(
              member(
                  each,
                  timeOf(each, 0),
                  each.typeCode(),
                  new PropertySet(all),
                  value instanceof Template inner ? born(inner, Map.of()) : value));
    }
    String reference = whole.reference() == null ? "" : whole.reference();
    return Template.instance(reference, members, whole.parameters());
  }

  private static List<Template.Parameter> parameters(
      Template definition, @Nullable Value before, @Nullable Value update) {
    List<Template.Parameter> all = new ArrayList<>();
    for (Template.Parameter defined : definition.parameters()) {
      Value.Basic value = null;
      for (Value each : new @Nullable Value[] {before, update}) {
        if (each instanceof Template template) {
          for (Template.Parameter said : template.parameters()) {
            value = said.name().equals(defined.name()) ? said.value() : value;
          }
        }
      }
      if (value != null) {
        boolean _ = all.add(new Template.Parameter(defined.name(), defined.typeCode(), value));
      }
    }
    return all;
  }

  private static Metric member(
      Metric like,
      long timeMs,
      @Nullable Integer typeCode,
      PropertySet properties,
      @Nullable Value value) {
    return new Metric(
        like.name(),
        null,
        timeMs,
        typeCode,
        new Metric.Marks(false, like.marks().isTransient(), value == null),
        like.metaData(),
        properties,
        value);
  }

  private static long timeOf(Metric member, long otherwiseMs) {
    Long time = member.timestampMs();
    return time == null ? otherwiseMs : time;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TemplateSet that && byName.equals(that.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return "templates " + byName.keySet();
  }
}
