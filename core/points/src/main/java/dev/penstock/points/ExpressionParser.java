package dev.penstock.points;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an expression, from left to right, by the strength of its operators. */
final class ExpressionParser {
  private static final String WHAT_STARTS =
      "a number, {point}, true, false, a function, '-', 'not' or '(' may stand here";

  private final String text;
  private final Map<String, Integer> points = new LinkedHashMap<>();
  private int at;
  private int nodes;
  private int depth;

  /** Where it went wrong; ends the reading. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1;
    private final int at;

    private Fault(int at, String what) {
      super(what, null, false, false);
      this.at = at;
    }

    int at() {
      return at;
    }
  }

  ExpressionParser(String text) {
    this.text = text;
  }

  /** The points it names, in the order in which they are first named. */
  List<String> points() {
    return List.copyOf(points.keySet());
  }

  Node parse() throws Fault {
    if (text.length() > Expression.CHARS_MAX) {
      throw new Fault(
          Expression.CHARS_MAX,
          text.length() + " characters; at most " + Expression.CHARS_MAX + " may be there");
    }
    Node whole = pairs(1);
    skipSpace();
    if (at < text.length()) {
      throw new Fault(at, "'" + shown() + "' does not go on from what stands before it");
    }
    return whole;
  }

  /** What is joined by operators of this strength and more. */
  private Node pairs(int strength) throws Fault {
    enter();
    try {
      if (strength == Operator.NOT) {
        return negation(strength);
      }
      if (strength > Operator.HIGHEST) {
        return single();
      }
      Node left = pairs(strength + 1);
      while (true) {
        int before = at;
        Operator operator = operator(strength);
        if (operator == null) {
          at = before;
          return left;
        }
        int right = at;
        left = pair(operator, left, before, pairs(strength + 1), right);
        if (operator.isComparison()) {
          return alone(left);
        }
      }
    } finally {
      depth--;
    }
  }

  private Node alone(Node comparison) throws Fault {
    int before = at;
    if (operator(Operator.COMPARISON) != null) {
      skipSpaceFrom(before);
      throw new Fault(at, "comparisons cannot follow each other; join two with 'and'");
    }
    at = before;
    return comparison;
  }

  private Node negation(int strength) throws Fault {
    if (!word("not")) {
      return pairs(strength + 1);
    }
    int of = at;
    Node negated = pairs(strength);
    require(negated, Node.Type.TRUTH, of);
    return counted(new Node.Not(negated));
  }

  private Node pair(Operator operator, Node left, int leftEnd, Node right, int rightStart)
      throws Fault {
    if (operator == Operator.EQUAL || operator == Operator.UNEQUAL) {
      if (!left.type().fits(right.type())) {
        throw new Fault(rightStart, "a number and true or false are never the same");
      }
    } else {
      Node.Type wanted = operator.isLogical() ? Node.Type.TRUTH : Node.Type.NUMBER;
      require(left, wanted, leftEnd);
      require(right, wanted, rightStart);
    }
    return counted(new Node.Pair(operator, left, right));
  }

  private static void require(Node node, Node.Type wanted, int at) throws Fault {
    if (!node.type().fits(wanted)) {
      String what = wanted == Node.Type.NUMBER ? "a number" : "true or false";
      throw new Fault(at, node.text() + " is not " + what + ", as it must be here");
    }
  }

  private Node single() throws Fault {
    skipSpace();
    if (at == text.length()) {
      throw new Fault(at, "the text ends; " + WHAT_STARTS);
    }
    char first = text.charAt(at);
    if (first == '(') {
      at++;
      Node inner = pairs(1);
      expect(')');
      return inner;
    }
    if (first == '-') {
      at++;
      int of = at;
      Node negated = minus(of);
      return counted(new Node.Negative(negated));
    }
    if (first == '{') {
      return counted(point());
    }
    if (isDigit(first) || first == '.') {
      return counted(new Node.Constant(number()));
    }
    if (isLetter(first)) {
      return named();
    }
    throw new Fault(at, "'" + shown() + "' is unknown; " + WHAT_STARTS);
  }

  private Node minus(int of) throws Fault {
    enter();
    Node negated = single();
    depth--;
    require(negated, Node.Type.NUMBER, of);
    return negated;
  }

  private Node point() throws Fault {
    int end = text.indexOf('}', at);
    if (end < 0) {
      throw new Fault(at, "the name of a point ends with '}'");
    }
    String name = text.substring(at + 1, end).strip();
    if (name.isEmpty() || name.indexOf('{') >= 0) {
      throw new Fault(at, "a point has a name, as in {pump-1/flow}");
    }
    int known = points.size();
    Integer place = points.putIfAbsent(name, known);
    if (place == null && known == Expression.POINTS_MAX) {
      throw new Fault(at, "more than " + Expression.POINTS_MAX + " points");
    }
    at = end + 1;
    return new Node.Point(name, place == null ? known : place);
  }

  private double number() throws Fault {
    int start = at;
    skipDigits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      skipDigits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      skipDigits();
    }
    try {
      double value = Double.parseDouble(text.substring(start, at));
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with the place, as a number that is too large is.
    }
    throw new Fault(start, "'" + text.substring(start, at) + "' is no number");
  }

  private Node named() throws Fault {
    int start = at;
    while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    String word = text.substring(start, at).toLowerCase(Locale.ROOT);
    if (word.equals("true") || word.equals("false")) {
      return counted(new Node.Truth(word.equals("true")));
    }
    if (word.equals("pi")) {
      return counted(new Node.Constant(Math.PI));
    }
    Function function =
        Function.named(word)
            .orElseThrow(() ->
                new Fault(start, "'" + word + "' is no function; a point stands in {braces}"));
    return call(function, start);
  }

  private Node call(Function function, int start) throws Fault {
    expect('(');
    List<Node> arguments = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    do {
      places.add(at);
      arguments.add(pairs(1));
      if (arguments.size() > Node.ARGUMENTS_MAX) {
        throw new Fault(at, "more than " + Node.ARGUMENTS_MAX + " parts");
      }
    } while (has(','));
    expect(')');
    if (!function.takes(arguments.size())) {
      throw new Fault(
          start,
          function.word() + " takes " + function.arguments() + " parts, not " + arguments.size());
    }
    requireTypes(function, arguments, places);
    return counted(new Node.Call(function, arguments));
  }

  private static void requireTypes(Function function, List<Node> arguments, List<Integer> places)
      throws Fault {
    int last = arguments.size() - 1;
    if (function.isOfNumbers()) {
      for (int i = 0; i <= last; i++) {
        require(arguments.get(i), Node.Type.NUMBER, places.get(i));
      }
      return;
    }
    if (function == Function.IF) {
      require(arguments.getFirst(), Node.Type.TRUTH, places.getFirst());
    }
    if (function != Function.GOOD) {
      requireSame(arguments.get(last - 1), arguments.get(last), places.get(last));
    }
  }

  private static void requireSame(Node one, Node other, int at) throws Fault {
    if (!one.type().fits(other.type())) {
      throw new Fault(at, "both must be numbers, or both true or false");
    }
  }

  private @Nullable Operator operator(int strength) {
    skipSpace();
    Operator longest = null;
    for (Operator operator : Operator.values()) {
      boolean isLonger = longest == null || operator.sign().length() > longest.sign().length();
      if (operator.strength() == strength && isLonger && starts(operator)) {
        longest = operator;
      }
    }
    if (longest != null) {
      at += longest.sign().length();
    }
    return longest;
  }

  private boolean starts(Operator operator) {
    return operator.isLogical() ? isWord(operator.sign()) : text.startsWith(operator.sign(), at);
  }

  private boolean isWord(String word) {
    int end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (end == text.length() || !(isLetter(text.charAt(end)) || isDigit(text.charAt(end))));
  }

  private boolean word(String word) {
    skipSpace();
    if (!isWord(word)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private boolean has(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) throws Fault {
    if (!has(wanted)) {
      String found = at == text.length() ? "the text ends" : "'" + shown() + "'";
      throw new Fault(at, found + ", where '" + wanted + "' must stand");
    }
  }

  private Node counted(Node node) throws Fault {
    nodes++;
    if (nodes > Expression.NODES_MAX) {
      throw new Fault(at, "more than " + Expression.NODES_MAX + " parts");
    }
    return node;
  }

  /** Each level of parentheses takes a level for every strength. */
  private void enter() throws Fault {
    depth++;
    if (depth > Expression.DEPTH_MAX * (Operator.HIGHEST + 2)) {
      throw new Fault(at, "more than " + Expression.DEPTH_MAX + " levels of parentheses");
    }
  }

  private void skipSpaceFrom(int from) {
    at = from;
    skipSpace();
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void skipDigits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private String shown() {
    return text.substring(at, text.offsetByCodePoints(at, 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
