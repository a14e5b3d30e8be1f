package dev.penstock.testkit.cddl;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A grammar in CDDL (RFC 8610) that CBOR can be held against.
 *
 * <p>Supported: rules with {@code =} and {@code /=}, generics (§3.10), choices of types and groups,
 * ranges of whole numbers, literals (numbers, texts without escapes, byte strings), arrays, maps,
 * tags, occurrence, member keys by name, value and type, {@code &( )}, {@code .size} and {@code
 * .cbor}, and the prelude's names for numbers, strings, booleans, null and any. Not supported, and
 * refused when read: other controls, sockets, unwrapping, cuts, {@code //=}. Deterministic encoding
 * is not judged here.
 */
public final class Cddl {
  private static final BigInteger UINT_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private final Map<String, Type.Rule> rules;

  /** Where the match failed last, for the message: an item, and the type it is not. */
  private @Nullable Item faultItem;

  private @Nullable Type faultType;

  private Cddl(Map<String, Type.Rule> rules) {
    this.rules = rules;
  }

  /** The grammar of this text. */
  public static Cddl of(String text) {
    return new Cddl(CddlParser.parse(text));
  }

  /** The grammar of a file. */
  public static Cddl read(Path file) throws IOException {
    return of(Files.readString(file));
  }

  /** The grammar with more rules in it. */
  public Cddl and(Cddl other) {
    var all = new HashMap<>(rules);
    for (Map.Entry<String, Type.Rule> rule : other.rules.entrySet()) {
      Type.Rule before = all.put(rule.getKey(), rule.getValue());
      if (before != null && !before.equals(rule.getValue())) {
        throw new IllegalArgumentException("rule " + rule.getKey() + " differs");
      }
    }
    return new Cddl(all);
  }

  /** Empty when the bytes are one item that the rule allows; else why not. */
  public Optional<String> fault(String rule, byte[] bytes) {
    Item item;
    try {
      item = Item.decode(bytes);
    } catch (RuntimeException e) {
      return Optional.of("not CBOR: " + e.getMessage());
    }
    boolean isMatch = matches(new Type.Named(rule, List.of()), item, Map.of());
    return isMatch
        ? Optional.empty()
        : Optional.of(rule + ": " + faultItem + " is not " + faultType);
  }

  private boolean matches(Type type, Item item, Map<String, Type> bound) {
    boolean isMatch =
        switch (type) {
          case Type.Literal(var value) -> value.equals(item);
          case Type.Named named -> matchesName(named, item, bound);
          case Type.Choice(var types) -> types.stream().anyMatch(one -> matches(one, item, bound));
          case Type.Range(var from, var to, var isToIncluded) ->
              item instanceof Item.Whole(var value)
                  && value.compareTo(from) >= 0
                  && value.compareTo(to) < (isToIncluded ? 1 : 0);
          case Type.Controlled controlled -> matchesControl(controlled, item, bound);
          case Type.ArrayOf(var group) ->
              item instanceof Item.Array(var items) && matchesArray(group, items, bound);
          case Type.MapOf(var group) ->
              item instanceof Item.Map(var pairs) && matchesMap(group, pairs, bound);
          case Type.Tagged(var number, var content) ->
              item instanceof Item.Tag(var tag, var inner)
                  && (number == null || number.equals(tag))
                  && matches(content, inner, bound);
          case Type.AnyOf(var group) -> matchesAnyOf(group, item, bound);
        };
    if (!isMatch) {
      faultItem = item;
      faultType = type;
    }
    return isMatch;
  }

  private boolean matchesAnyOf(Type.Group group, Item item, Map<String, Type> bound) {
    for (List<Type.Entry> entries : group.choices()) {
      for (Type.Entry entry : entries) {
        if (entry instanceof Type.Member member && matches(member.type(), item, bound)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean matchesName(Type.Named named, Item item, Map<String, Type> bound) {
    Type argument = bound.get(named.name());
    if (argument != null) {
      return matches(argument, item, Map.of());
    }
    Type.Rule rule = rules.get(named.name());
    if (rule == null) {
      return matchesPrelude(named.name(), item);
    }
    if (rule.parameters().size() != named.arguments().size()) {
      throw new IllegalArgumentException(named.name() + " needs " + rule.parameters());
    }
    var inner = new HashMap<String, Type>();
    for (int i = 0; i < rule.parameters().size(); i++) {
      inner.put(rule.parameters().get(i), substitute(named.arguments().get(i), bound));
    }
    return matches(rule.type(), item, inner);
  }

  /** An argument that is itself a parameter of the rule around it. */
  private static Type substitute(Type argument, Map<String, Type> bound) {
    return argument instanceof Type.Named(var name, var _)
        ? bound.getOrDefault(name, argument)
        : argument;
  }

  private static boolean matchesPrelude(String name, Item item) {
    return switch (name) {
      case "any" -> true;
      case "uint" -> item instanceof Item.Whole(var v) && v.signum() >= 0;
      case "nint" -> item instanceof Item.Whole(var v) && v.signum() < 0;
      case "int" -> item instanceof Item.Whole(var v) && v.compareTo(UINT_MAX) <= 0;
      case "bstr", "bytes" -> item instanceof Item.Bytes;
      case "tstr", "text" -> item instanceof Item.Text;
      case "bool" -> item instanceof Item.Simple(var v) && (v == 20 || v == 21);
      case "false" -> item.equals(new Item.Simple(20));
      case "true" -> item.equals(new Item.Simple(21));
      case "nil", "null" -> item.equals(new Item.Simple(22));
      case "float" -> item instanceof Item.Real;
      case "float16" -> item instanceof Item.Real(var _, var width) && width == 2;
      case "float32" -> item instanceof Item.Real(var _, var width) && width == 4;
      case "float64" -> item instanceof Item.Real(var _, var width) && width == 8;
      case "number" -> item instanceof Item.Real || item instanceof Item.Whole;
      default -> throw new IllegalArgumentException("no rule " + name);
    };
  }

  private boolean matchesControl(Type.Controlled controlled, Item item, Map<String, Type> bound) {
    if (!matches(controlled.type(), item, bound)) {
      return false;
    }
    if (controlled.operator().equals("cbor")) {
      if (!(item instanceof Item.Bytes bytes)) {
        return false;
      }
      try {
        return matches(controlled.argument(), Item.decode(bytes.array()), bound);
      } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
        return false;
      }
    }
    int size =
        switch (item) {
          case Item.Bytes(var value) -> value.size();
          case Item.Text(var value) -> value.getBytes(StandardCharsets.UTF_8).length;
          case Item.Whole(var value) -> (value.bitLength() + 7) / 8;
          default -> throw new IllegalArgumentException(".size of " + item);
        };
    var sizeItem = new Item.Whole(BigInteger.valueOf(size));
    return matches(controlled.argument(), sizeItem, bound);
  }

  private boolean matchesArray(Type.Group group, List<Item> items, Map<String, Type> bound) {
    return group.choices().stream()
        .anyMatch(entries -> matchesFrom(entries, 0, 0, items, 0, bound));
  }

  /** Whether the entries from {@code e} on, {@code times} of entry e taken, fit the items left. */
  private boolean matchesFrom(
      List<Type.Entry> entries,
      int e,
      int times,
      List<Item> items,
      int at,
      Map<String, Type> bound) {
    if (e == entries.size()) {
      return at == items.size();
    }
    Type.Entry entry = entries.get(e);
    if (times < entry.max()) {
      int next = takeEntry(entry, items, at, bound);
      if (next > at && matchesFrom(entries, e, times + 1, items, next, bound)) {
        return true;
      }
    }
    return times >= entry.min() && matchesFrom(entries, e + 1, 0, items, at, bound);
  }

  /** Where the items go on after one occurrence of the entry, or -1. */
  private int takeEntry(Type.Entry entry, List<Item> items, int at, Map<String, Type> bound) {
    return switch (entry) {
      case Type.Member member ->
          at < items.size() && matches(member.type(), items.get(at), bound) ? at + 1 : -1;
      case Type.Nested nested -> {
        for (List<Type.Entry> entries : nested.group().choices()) {
          for (int end = items.size(); end > at; end--) {
            if (matchesFrom(entries, 0, 0, items.subList(at, end), 0, bound)) {
              yield end;
            }
          }
        }
        yield -1;
      }
    };
  }

  private boolean matchesMap(Type.Group group, List<Item.Pair> pairs, Map<String, Type> bound) {
    return group.choices().stream().anyMatch(entries -> matchesMap(entries, pairs, bound));
  }

  private boolean matchesMap(
      List<Type.Entry> entries, List<Item.Pair> pairs, Map<String, Type> bound) {
    int[] times = new int[entries.size()];
    for (Item.Pair pair : pairs) {
      int e = entryOf(entries, pair, bound);
      if (e < 0 || ++times[e] > entries.get(e).max()) {
        return false;
      }
    }
    for (int e = 0; e < times.length; e++) {
      if (times[e] < entries.get(e).min()) {
        return false;
      }
    }
    return true;
  }

  private int entryOf(List<Type.Entry> entries, Item.Pair pair, Map<String, Type> bound) {
    for (int e = 0; e < entries.size(); e++) {
      if (entries.get(e) instanceof Type.Member(var _, var _, var key, var type)
          && isKey(key, pair.key(), bound)
          && matches(type, pair.value(), bound)) {
        return e;
      }
    }
    return -1;
  }

  private boolean isKey(@Nullable Type key, Item item, Map<String, Type> bound) {
    return key != null && matches(key, item, bound);
  }
}
