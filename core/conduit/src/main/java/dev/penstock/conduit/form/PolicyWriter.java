package dev.penstock.conduit.form;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.PolicyForm;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A policy as the tree of a file, in the one order that everybody writes it in: reading it gives
 * the same policy, and two files of one policy are equal.
 */
public final class PolicyWriter {
  private PolicyWriter() {}

  /** The tree of a policy; its places are none. */
  public static Tree.Fields write(Policy policy) {
    List<Tree.Field> top = new ArrayList<>();
    top.add(field("format", PolicyForm.FORMAT));
    top.add(field("time-zone", policy.timeZone().getId()));
    things(top, "channels", policy.channels(), PolicyWriter::channel);
    return fields(top);
  }

  private static Tree channel(Channel channel) {
    List<Tree.Field> fields = new ArrayList<>();
    fields.add(field("id", channel.id()));
    fields.add(field("conduit", channel.conduit()));
    fields.add(field("protocol", channel.protocol()));
    fields.add(field("from", channel.from()));
    fields.add(field("to", channel.to()));
    fields.add(field("reads", channel.areReadsAllowed() ? "allow" : "deny"));
    things(fields, "rules", channel.rules(), PolicyWriter::rule);
    return fields(fields);
  }

  private static Tree rule(Rule rule) {
    List<Tree.Field> fields = new ArrayList<>();
    fields.add(field("id", rule.id()));
    fields.add(field("effect", rule.effect().word()));
    texts(fields, "who", rule.who(), Who::text);
    texts(fields, "operations", rule.operations(), Operation::word);
    texts(fields, "functions", rule.functions(), FunctionCode::text);
    texts(fields, "objects", rule.objects(), Scope::text);
    texts(fields, "values", rule.values(), ValueRange::text);
    optional(fields, "rate", rule.rate().map(Rate::text));
    texts(fields, "when", rule.windows(), Window::text);
    optional(fields, "from", rule.from().map(LocalDate::toString));
    optional(fields, "until", rule.until().map(LocalDate::toString));
    return fields(fields);
  }

  private static void optional(List<Tree.Field> into, String name, Optional<String> value) {
    value.ifPresent(text -> into.add(field(name, text)));
  }

  private static <T> void texts(
      List<Tree.Field> into, String name, List<T> items, Function<T, String> text) {
    if (items.size() == 1) {
      into.add(field(name, text.apply(items.getFirst())));
    } else {
      things(into, name, items, item -> text(text.apply(item)));
    }
  }

  private static <T> void things(
      List<Tree.Field> into, String name, List<T> items, Function<T, Tree> shape) {
    if (!items.isEmpty()) {
      List<Tree> trees = items.stream().map(shape).toList();
      into.add(new Tree.Field(text(name), new Tree.Items(Place.NONE, trees)));
    }
  }

  private static Tree.Field field(String name, String value) {
    return new Tree.Field(text(name), text(value));
  }

  private static Tree.Fields fields(List<Tree.Field> fields) {
    return new Tree.Fields(Place.NONE, fields);
  }

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }
}
