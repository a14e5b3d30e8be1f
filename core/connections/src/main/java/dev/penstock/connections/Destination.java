package dev.penstock.connections;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somewhere that values are sent to.
 *
 * @param name for people
 * @param protocol by the word that policies have for it
 * @param zone id of the zone of the plant that it lies in
 * @param isEnabled whether anything is sent
 * @param at where it is and how it is talked to, in the words of its protocol
 * @param send what goes there, each once, in the order of the texts; nothing when empty
 * @param historyPerSecond how many values of the past are sent in a second at most
 * @param templates kinds of composed values, in the order of their names
 * @param instances of these, in the order of their devices and names; no point is in two of them
 */
public record Destination(
    String id,
    String name,
    String protocol,
    String zone,
    boolean isEnabled,
    Map<String, String> at,
    List<Selection> send,
    Order order,
    int historyPerSecond,
    List<MetricTemplate> templates,
    List<TemplateInstance> instances) {
  /** What is sent first after an outage, and whether it waits for the disk. */
  public enum Order {
    /** What is read now; the past follows beside it, slowly. */
    LIVE_FIRST("live-first"),
    /** The past, then what was read since. */
    IN_ORDER("in-order"),
    /** As live first, and what is read now even while the disk does not take it. */
    BEFORE_DURABLE("before-durable");

    private final String word;

    Order(String word) {
      this.word = word;
    }

    /** The word in files. */
    public String word() {
      return word;
    }

    /** The order with this word. */
    public static Optional<Order> of(String word) {
      for (Order order : values()) {
        if (order.word.equals(word)) {
          return Optional.of(order);
        }
      }
      return Optional.empty();
    }
  }

  public Destination {
    Texts.require("id", Texts.faultOfId(id));
    Texts.require("name", Texts.faultOfLine(name, 1, Bounds.NAME_CHARS_MAX));
    Texts.require("protocol", Texts.faultOfWord(protocol));
    Texts.require("zone", Texts.faultOfId(zone));
    at = Device.settings(at);
    send = send.stream().distinct().sorted().toList();
    if (send.size() > Bounds.SELECTIONS_MAX) {
      throw new IllegalArgumentException(send.size() + " selections");
    }
    if (historyPerSecond < 1 || historyPerSecond > Bounds.HISTORY_MAX) {
      throw new IllegalArgumentException("history-per-second is " + historyPerSecond);
    }
    templates = templates.stream().sorted(Comparator.comparing(MetricTemplate::name)).toList();
    instances = instances.stream().sorted().toList();
    composed(templates, instances);
  }

  /** Where each point is a value of its own. */
  public Destination(
      String id,
      String name,
      String protocol,
      String zone,
      boolean isEnabled,
      Map<String, String> at,
      List<Selection> send,
      Order order,
      int historyPerSecond) {
    this(
        id,
        name,
        protocol,
        zone,
        isEnabled,
        at,
        send,
        order,
        historyPerSecond,
        List.of(),
        List.of());
  }

  private static void composed(List<MetricTemplate> templates, List<TemplateInstance> instances) {
    if (templates.size() > Bounds.TEMPLATES_MAX || instances.size() > Bounds.INSTANCES_MAX) {
      throw new IllegalArgumentException(
          templates.size() + " templates, " + instances.size() + " instances");
    }
    Map<String, MetricTemplate> byName = new HashMap<>();
    for (MetricTemplate each : templates) {
      if (byName.put(each.name(), each) != null) {
        throw new IllegalArgumentException("two templates are called " + each.name());
      }
    }
    Set<List<String>> taken = new HashSet<>();
    for (TemplateInstance each : instances) {
      MetricTemplate template = byName.get(each.template());
      if (template == null
          || !template.members().keySet().containsAll(each.members().keySet())
          || !template.parameters().keySet().containsAll(each.parameters().keySet())) {
        throw new IllegalArgumentException(each.name() + " is no instance of " + each.template());
      }
      boolean isFree = taken.add(List.of("name", each.device(), each.name()));
      for (String point : each.members().values()) {
        isFree &= taken.add(List.of("point", each.device(), point));
      }
      if (!isFree) {
        throw new IllegalArgumentException(each.name() + " is there twice, or a point of it");
      }
    }
  }

  /** The template with this name. */
  public Optional<MetricTemplate> template(String called) {
    return templates.stream().filter(each -> each.name().equals(called)).findFirst();
  }

  /** Whether a point of a source goes there. */
  public boolean takes(String source, String point) {
    return send.stream().anyMatch(each -> each.matches(source, point));
  }
}
