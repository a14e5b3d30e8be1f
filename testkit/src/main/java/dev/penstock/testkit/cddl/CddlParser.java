package dev.penstock.testkit.cddl;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads CDDL text, RFC 8610 appendix B, as far as {@link Cddl} says; throws beyond that. */
final class CddlParser {
  /** RFC 8610 appendix D: names that every grammar has already, and may not give again. */
  private static final Set<String> PRELUDE =
      Set.of(
          ("any uint nint int bstr bytes tstr text tdate time number biguint bignint bigint integer"
                  + " unsigned decfrac bigfloat eb64url eb64legacy eb16 encoded-cbor uri b64url"
                  + " b64legacy regexp mime-message cbor-any float16 float32 float64 float16-32"
                  + " float32-64 float false true bool nil null undefined")
              .split(" "));

  private final String text;
  private int at;

  private CddlParser(String text) {
    this.text = text;
  }

  static Map<String, Type.Rule> parse(String text) {
    return new CddlParser(text).rules();
  }

  private Map<String, Type.Rule> rules() {
    var rules = new LinkedHashMap<String, Type.Rule>();
    space();
    while (at < text.length()) {
      String name = name();
      List<String> parameters = parameters();
      space();
      boolean isAdded = take("/=");
      if (!isAdded) {
        expect("=");
      }
      space();
      Type type = type();
      Type.Rule before = rules.get(name);
      if (isAdded && before != null) {
        type = new Type.Choice(List.of(before.type(), type));
      } else if (before != null) {
        throw fault("rule " + name + " stands twice");
      } else if (PRELUDE.contains(name)) {
        throw fault("rule " + name + " is one of the prelude");
      }
      rules.put(name, new Type.Rule(parameters, type));
      space();
    }
    return rules;
  }

  private List<String> parameters() {
    var parameters = new ArrayList<String>();
    if (take("<")) {
      do {
        space();
        parameters.add(name());
        space();
      } while (take(","));
      expect(">");
    }
    return parameters;
  }

  private Type type() {
    var types = new ArrayList<Type>();
    types.add(type1());
    space();
    while (text.startsWith("/", at) && !text.startsWith("//", at) && !text.startsWith("/=", at)) {
      at++;
      space();
      types.add(type1());
      space();
    }
    return types.size() == 1 ? types.get(0) : new Type.Choice(types);
  }

  private Type type1() {
    Type type = type2();
    space();
    if (text.startsWith("..", at)) {
      boolean isToIncluded = !take("...");
      if (isToIncluded) {
        expect("..");
      }
      space();
      return new Type.Range(number(type), number(type2()), isToIncluded);
    }
    if (text.startsWith(".", at)) {
      at++;
      String operator = name();
      if (!List.of("size", "cbor").contains(operator)) {
        throw fault("control ." + operator + " is not supported");
      }
      space();
      return new Type.Controlled(type, operator, type2());
    }
    return type;
  }

  private BigInteger number(Type type) {
    if (type instanceof Type.Literal(Item.Whole(var value))) {
      return value;
    }
    throw fault("a range needs whole numbers");
  }

  private Type type2() {
    char c = peek();
    if (take("(")) {
      space();
      Type type = type();
      expect(")");
      return type;
    }
    if (take("[")) {
      return new Type.ArrayOf(group("]"));
    }
    if (take("{")) {
      return new Type.MapOf(group("}"));
    }
    if (take("&")) {
      expect("(");
      return new Type.AnyOf(group(")"));
    }
    if (take("#6")) {
      BigInteger number = take(".") ? digits() : null;
      expect("(");
      space();
      Type content = type();
      expect(")");
      return new Type.Tagged(number, content);
    }
    if (c == '"') {
      return new Type.Literal(new Item.Text(quoted()));
    }
    if (take("h'")) {
      int end = text.indexOf('\'', at);
      byte[] bytes = HexFormat.of().parseHex(text.substring(at, end));
      at = end + 1;
      return literalBytes(bytes);
    }
    if (take("'")) {
      int end = text.indexOf('\'', at);
      byte[] bytes = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
      at = end + 1;
      return literalBytes(bytes);
    }
    if (Character.isDigit(c) || c == '-') {
      boolean isNegative = take("-");
      BigInteger value = digits();
      return new Type.Literal(new Item.Whole(isNegative ? value.negate() : value));
    }
    return named();
  }

  private static Type literalBytes(byte[] bytes) {
    var list = new ArrayList<Byte>();
    for (byte b : bytes) {
      list.add(b);
    }
    return new Type.Literal(new Item.Bytes(list));
  }

  private Type named() {
    String name = name();
    var arguments = new ArrayList<Type>();
    if (take("<")) {
      do {
        space();
        arguments.add(type1());
        space();
      } while (take(","));
      expect(">");
    }
    return new Type.Named(name, arguments);
  }

  private Type.Group group(String end) {
    var choices = new ArrayList<List<Type.Entry>>();
    var entries = new ArrayList<Type.Entry>();
    space();
    while (!take(end)) {
      if (take("//")) {
        choices.add(entries);
        entries = new ArrayList<>();
      } else {
        entries.add(entry());
      }
      space();
      var _ = take(",");
      space();
    }
    choices.add(entries);
    return new Type.Group(choices);
  }

  private Type.Entry entry() {
    int[] occurrence = occurrence();
    int start = at;
    if (take("(")) {
      // A group in brackets; a type in brackets would be followed by an operator or an arrow.
      Type.Group group = group(")");
      return new Type.Nested(occurrence[0], occurrence[1], group);
    }
    String bareword = bareword();
    if (bareword != null) {
      space();
      Type key = new Type.Literal(new Item.Text(bareword));
      return new Type.Member(occurrence[0], occurrence[1], key, type());
    }
    at = start;
    Type first = type1();
    space();
    if (take("=>")) {
      space();
      return new Type.Member(occurrence[0], occurrence[1], first, type());
    }
    if (take(":")) {
      space();
      return new Type.Member(occurrence[0], occurrence[1], first, type());
    }
    at = start;
    return new Type.Member(occurrence[0], occurrence[1], null, type());
  }

  /** A name before a colon, or null, and then nothing is taken for good. */
  private @Nullable String bareword() {
    if (!isNameStart(peek())) {
      return null;
    }
    String name = name();
    space();
    return take(":") ? name : null;
  }

  private int[] occurrence() {
    int min = 1;
    int max = 1;
    int start = at;
    BigInteger low = Character.isDigit(peek()) ? digits() : null;
    if (take("*")) {
      min = low == null ? 0 : low.intValueExact();
      max = Character.isDigit(peek()) ? digits().intValueExact() : Integer.MAX_VALUE;
    } else {
      at = start;
      if (take("?")) {
        min = 0;
      } else if (take("+")) {
        max = Integer.MAX_VALUE;
      }
    }
    space();
    return new int[] {min, max};
  }

  private String quoted() {
    expect("\"");
    int end = text.indexOf('"', at);
    String value = text.substring(at, end);
    if (value.contains("\\")) {
      throw fault("escapes in texts are not supported");
    }
    at = end + 1;
    return value;
  }

  private BigInteger digits() {
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw fault("a number is missing");
    }
    return new BigInteger(text.substring(start, at));
  }

  private String name() {
    int start = at;
    if (!isNameStart(peek())) {
      throw fault("a name is missing");
    }
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    // A name may hold dots and dashes, and ends in neither.
    while (text.charAt(at - 1) == '.' || text.charAt(at - 1) == '-') {
      at--;
    }
    return text.substring(start, at);
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '@' || c == '$';
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || Character.isDigit(c) || c == '-';
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean take(String what) {
    if (text.startsWith(what, at)) {
      at += what.length();
      return true;
    }
    return false;
  }

  private void expect(String what) {
    if (!take(what)) {
      throw fault("'" + what + "' is missing");
    }
  }

  private void space() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }

  private IllegalArgumentException fault(String what) {
    long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new IllegalArgumentException("CDDL line " + line + ": " + what);
  }
}
