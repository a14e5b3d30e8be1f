package dev.penstock.conduit;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Refusal;
import dev.penstock.merkle.Decoded;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A policy as bytes that are the same for everybody: what is hashed and approved.
 * docs/formats/policy.md says what stands where; the CBOR is deterministic (RFC 8949 §4.2.1).
 */
public final class PolicyForm {
  /** The first item, which is version and domain in one. */
  public static final String FORMAT = "penstock-policy-1";

  /** The same, where some rule is held to function codes. */
  static final String FORMAT_OF_FUNCTIONS = "penstock-policy-2";

  /** More than any policy needs that people could read. */
  public static final int BYTES_MAX = 1 << 26;

  private static final int DEPTH_MAX = 6;
  // A character of UTF-16 has at most three bytes in UTF-8; the words around a name are few.
  private static final int TEXT_BYTES_MAX = 3 * Limits.NAME_CHARS_MAX + 64;

  private PolicyForm() {}

  /** The bytes of a policy. */
  public static byte[] encode(Policy policy) {
    var out = new CborWriter(4_096);
    boolean hasFunctions =
        policy.channels().stream()
            .flatMap(channel -> channel.rules().stream())
            .anyMatch(rule -> !rule.functions().isEmpty());
    out.array(3);
    out.text(hasFunctions ? FORMAT_OF_FUNCTIONS : FORMAT);
    out.text(policy.timeZone().getId());
    out.array(policy.channels().size());
    for (Channel channel : policy.channels()) {
      out.array(7);
      out.text(channel.id());
      out.text(channel.conduit());
      out.text(channel.protocol());
      out.text(channel.from());
      out.text(channel.to());
      out.bool(channel.areReadsAllowed());
      out.array(channel.rules().size());
      channel.rules().forEach(rule -> write(out, rule, hasFunctions));
    }
    return out.toByteArray();
  }

  private static void write(CborWriter out, Rule rule, boolean hasFunctions) {
    out.array(hasFunctions ? 11 : 10);
    out.text(rule.id());
    out.text(rule.effect().word());
    texts(out, Rule.texts(rule.who(), Who::text));
    texts(out, Rule.texts(rule.operations(), Operation::word));
    texts(out, Rule.texts(rule.objects(), Scope::text));
    texts(out, Rule.texts(rule.values(), ValueRange::text));
    rule.rate().map(Rate::text).ifPresentOrElse(out::text, out::nullValue);
    texts(out, Rule.texts(rule.windows(), Window::text));
    rule.from().map(LocalDate::toString).ifPresentOrElse(out::text, out::nullValue);
    rule.until().map(LocalDate::toString).ifPresentOrElse(out::text, out::nullValue);
    if (hasFunctions) {
      texts(out, Rule.texts(rule.functions(), FunctionCode::text));
    }
  }

  private static void texts(CborWriter out, List<String> texts) {
    out.array(texts.size());
    texts.forEach(out::text);
  }

  /** Reads what {@link #encode} writes, and nothing else: each policy has one spelling. */
  public static Decoded<Policy> decode(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return new Decoded.Malformed<>(bytes.length + " bytes, there may be " + BYTES_MAX);
    }
    return new Reader(bytes).policy();
  }

  /** One reading; the first thing that is wrong is kept. */
  private static final class Reader {
    private final byte[] bytes;
    private final CborReader in;
    private Optional<String> wrong = Optional.empty();
    private boolean hasFunctions;

    Reader(byte[] bytes) {
      this.bytes = bytes;
      in = new CborReader(new CborLimits(Math.max(1, bytes.length), DEPTH_MAX));
      in.reset(bytes);
    }

    Decoded<Policy> policy() {
      in.expectArray(3);
      String format = in.text(FORMAT.length());
      hasFunctions = format.equals(FORMAT_OF_FUNCTIONS);
      if (!hasFunctions && !format.equals(FORMAT)) {
        return new Decoded.Malformed<>("does not begin with " + FORMAT);
      }
      String zone = in.text(TEXT_BYTES_MAX);
      List<Channel> channels = list(Limits.CHANNELS_MAX, this::channel);
      // What was wrong in a text ended the reading early, and is the better answer.
      if (in.isRefused() || wrong.isEmpty()) {
        Optional<Refusal> refusal = in.end();
        if (refusal.isPresent()) {
          return new Decoded.Malformed<>(refusal.get().toString());
        }
      }
      if (!Policy.isZone(zone)) {
        note("no time zone");
      }
      Policy.flaws(channels).forEach(flaw -> note(flaw.path() + ": " + flaw.fault().text()));
      if (wrong.isPresent()) {
        return new Decoded.Malformed<>(wrong.get());
      }
      var policy = new Policy(ZoneId.of(zone), channels);
      return Arrays.equals(encode(policy), bytes)
          ? new Decoded.Value<>(policy)
          : new Decoded.Malformed<>("is not in canonical order");
    }

    private Optional<Channel> channel() {
      in.expectArray(7);
      String id = in.text(TEXT_BYTES_MAX);
      String conduit = in.text(TEXT_BYTES_MAX);
      String protocol = in.text(TEXT_BYTES_MAX);
      String from = in.text(TEXT_BYTES_MAX);
      String to = in.text(TEXT_BYTES_MAX);
      boolean areReadsAllowed = in.bool();
      List<Rule> rules = list(Limits.RULES_MAX, this::rule);
      Optional<Flaw> flaw = Channel.flaw(id, conduit, protocol, from, to);
      flaw.ifPresent(each -> note(each.path() + ": " + each.fault().text()));
      return flaw.isPresent()
          ? Optional.empty()
          : Optional.of(new Channel(id, conduit, protocol, from, to, areReadsAllowed, rules));
    }

    private Optional<Rule> rule() {
      in.expectArray(hasFunctions ? 11 : 10);
      String id = in.text(TEXT_BYTES_MAX);
      Optional<Effect> effect = known(Effect.of(in.text(TEXT_BYTES_MAX)), "no effect");
      List<Who> who = parsed(Limits.WHO_MAX, Who::parse);
      List<Operation> operations =
          list(
              Operation.values().length,
              () -> known(Operation.of(in.text(TEXT_BYTES_MAX)), "no operation"));
      List<Scope> objects = parsed(Limits.OBJECTS_MAX, Scope::parse);
      List<ValueRange> values = parsed(Limits.VALUES_MAX, ValueRange::parse);
      Optional<Rate> rate = in.takeNull() ? Optional.empty() : good(Rate.parse(text()));
      List<Window> windows = parsed(Limits.WINDOWS_MAX, Window::parse);
      Optional<LocalDate> from = day();
      Optional<LocalDate> until = day();
      List<FunctionCode> functions =
          hasFunctions ? parsed(FunctionCode.CODE_MAX, FunctionCode::parse) : List.of();
      if (effect.isEmpty() || in.isRefused() || wrong.isPresent()) {
        return Optional.empty();
      }
      return Rule.made(
          id,
          effect.get(),
          who,
          operations,
          functions,
          objects,
          values,
          rate,
          windows,
          from,
          until,
          each -> note(each.path() + ": " + each.fault().text()));
    }

    private String text() {
      return in.text(TEXT_BYTES_MAX);
    }

    private Optional<LocalDate> day() {
      if (in.takeNull()) {
        return Optional.empty();
      }
      String text = text();
      try {
        return Optional.of(LocalDate.parse(text));
      } catch (DateTimeException e) {
        note("no day: " + Words.shown(text));
        return Optional.empty();
      }
    }

    private <T> List<T> parsed(int countMax, Function<String, Parsed<T>> parse) {
      return list(countMax, () -> good(parse.apply(text())));
    }

    private <T> Optional<T> good(Parsed<T> parsed) {
      return switch (parsed) {
        case Parsed.Good<T>(var value) -> Optional.of(value);
        case Parsed.Bad<T>(var fault) -> {
          note(fault.text());
          yield Optional.empty();
        }
      };
    }

    private <T> Optional<T> known(Optional<T> value, String otherwise) {
      if (value.isEmpty()) {
        note(otherwise);
      }
      return value;
    }

    private void note(String what) {
      if (wrong.isEmpty()) {
        wrong = Optional.of(what);
      }
    }

    /** Ends early when something was refused: the reader then answers with nothing for ever. */
    private <T> List<T> list(int countMax, Supplier<Optional<T>> each) {
      int count = in.array();
      if (count > countMax) {
        note(count + " items, there may be " + countMax);
      }
      List<T> items = new ArrayList<>();
      for (int i = 0; i < count && i < countMax && !in.isRefused() && wrong.isEmpty(); i++) {
        each.get().ifPresent(items::add);
      }
      return items;
    }
  }
}
