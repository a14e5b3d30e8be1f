package dev.penstock.web.internal.call;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that one request gave to the parameters of its route: checked, none unknown. */
public final class Arguments {
  private final Map<Parameter<?>, Object> values;

  private Arguments(Map<Parameter<?>, Object> values) {
    this.values = values;
  }

  /** What came of reading them. */
  public sealed interface Reading {
    record Good(Arguments arguments) implements Reading {}

    record Bad(Problem problem) implements Reading {}
  }

  /**
   * Reads what a request gave.
   *
   * @param query what stands behind the question mark, as it was sent; null for none
   * @param pathValues decoded, by name
   */
  public static Reading read(
      List<Parameter<?>> parameters, Map<String, String> pathValues, @Nullable String query) {
    Map<String, String> given = new LinkedHashMap<>();
    Optional<Problem> problem =
        query == null || query.isEmpty() ? Optional.empty() : split(query, parameters, given);
    if (problem.isPresent()) {
      return new Reading.Bad(problem.get());
    }
    given.putAll(pathValues);
    Map<Parameter<?>, Object> values = new HashMap<>();
    for (Parameter<?> parameter : parameters) {
      String text = given.get(parameter.name());
      if (text == null) {
        if (parameter.isRequired()) {
          return new Reading.Bad(
              Problem.of(
                      ProblemCode.PARAMETER_MISSING,
                      "The parameter " + parameter.name() + " is missing.")
                  .at(parameter.name())
                  .allowing(parameter.allowed()));
        }
        continue;
      }
      Optional<?> value = parameter.parsed(text);
      if (value.isEmpty()) {
        return new Reading.Bad(invalid(parameter, text));
      }
      values.put(parameter, value.get());
    }
    return new Reading.Good(new Arguments(values));
  }

  /** The problem of a value that is not allowed. */
  public static Problem invalid(Parameter<?> parameter, String text) {
    return Problem.of(
            ProblemCode.PARAMETER_INVALID,
            "The parameter " + parameter.name() + " must be " + parameter.allowed() + ".")
        .at(parameter.name())
        .given(text)
        .allowing(parameter.allowed());
  }

  /** The value of a parameter, if the request gave one. */
  public <T> Optional<T> get(Parameter<T> parameter) {
    return Optional.ofNullable(values.get(parameter)).map(parameter::cast);
  }

  /** The value of a parameter that is required. */
  public <T> T require(Parameter<T> parameter) {
    return get(parameter)
        .orElseThrow(
            () -> new IllegalStateException(parameter.name() + " is not a required parameter"));
  }

  private static Optional<Problem> split(
      String query, List<Parameter<?>> parameters, Map<String, String> into) {
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      Optional<String> name = decode(equals < 0 ? part : part.substring(0, equals));
      Optional<String> value = equals < 0 ? Optional.empty() : decode(part.substring(equals + 1));
      if (name.isEmpty()) {
        return Optional.of(
            Problem.of(ProblemCode.QUERY_MALFORMED, "A parameter's name is no UTF-8 text."));
      }
      boolean isKnown =
          parameters.stream().anyMatch(one -> !one.isInPath() && one.name().equals(name.get()));
      if (!isKnown) {
        return Optional.of(unknown(name.get(), parameters));
      }
      if (value.isEmpty()) {
        return Optional.of(
            Problem.of(
                    ProblemCode.QUERY_MALFORMED,
                    "The parameter " + name.get() + " has no value of UTF-8 text.")
                .at(name.get()));
      }
      if (into.put(name.get(), value.get()) != null) {
        return Optional.of(
            Problem.of(
                    ProblemCode.PARAMETER_REPEATED,
                    "The parameter " + name.get() + " is there twice.")
                .at(name.get()));
      }
    }
    return Optional.empty();
  }

  /** Says the name and not the value, which may be a secret that went astray. */
  private static Problem unknown(String name, List<Parameter<?>> parameters) {
    List<String> known =
        parameters.stream().filter(one -> !one.isInPath()).map(Parameter::name).toList();
    return Problem.of(
            ProblemCode.PARAMETER_UNKNOWN, "This address has no parameter of the name given.")
        .at(name.length() <= 40 ? name : name.substring(0, 40) + "...")
        .allowing(known.isEmpty() ? "no parameter" : String.join(", ", known));
  }

  /** Percent-encoding as forms have it: a plus is a space. Empty for what is not UTF-8. */
  static Optional<String> decode(String text) {
    byte[] bytes = new byte[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        boolean isWhole = i + 2 < text.length();
        int high = isWhole ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = isWhole ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes[count++] = (byte) (high << 4 | low);
        i += 2;
      } else if (c > 0x7e || c <= 0x20) {
        return Optional.empty();
      } else {
        bytes[count++] = (byte) (c == '+' ? ' ' : c);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, count)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
