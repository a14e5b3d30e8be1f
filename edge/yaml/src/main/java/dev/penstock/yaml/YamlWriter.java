package dev.penstock.yaml;

import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a tree as YAML in one spelling: blocks indented by two blanks, texts plain where every
 * reader takes them for text, else in double quotes. {@link YamlReader} reads the same tree.
 */
public final class YamlWriter {
  /** What other readers take for something else than text. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private static final String STEP = "  ";

  private final StringBuilder out = new StringBuilder();

  private YamlWriter() {}

  /** The text of a file, with a newline at its end. */
  public static String write(Tree tree) {
    var writer = new YamlWriter();
    writer.block(tree, "", "");
    return writer.out.toString();
  }

  /**
   * Writes a node in lines of its own.
   *
   * @param first stands before the first line, {@code indent} before each other
   */
  private void block(Tree tree, String first, String indent) {
    String before = first;
    switch (tree) {
      case Tree.Scalar(_, var text) -> line(first, quoted(text));
      case Tree.Items(_, List<Tree> items) when items.isEmpty() -> line(first, "[]");
      case Tree.Fields(_, List<Tree.Field> fields) when fields.isEmpty() -> line(first, "{}");
      case Tree.Items(_, var items) -> {
        for (Tree item : items) {
          block(item, before + "- ", indent + STEP);
          before = indent;
        }
      }
      case Tree.Fields(_, var fields) -> {
        for (Tree.Field field : fields) {
          field(field, before, indent);
          before = indent;
        }
      }
    }
  }

  private void field(Tree.Field field, String before, String indent) {
    String name = before + quoted(field.name().text()) + ":";
    if (isOneLine(field.value())) {
      block(field.value(), name + " ", indent);
    } else {
      line(name, "");
      block(field.value(), indent + STEP, indent + STEP);
    }
  }

  private static boolean isOneLine(Tree tree) {
    return switch (tree) {
      case Tree.Scalar _ -> true;
      case Tree.Items(_, var items) -> items.isEmpty();
      case Tree.Fields(_, var fields) -> fields.isEmpty();
    };
  }

  private void line(String before, String text) {
    out.append(before).append(text).append('\n');
  }

  private static String quoted(String text) {
    if (isPlain(text)) {
      return text;
    }
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (isVisible(c)) {
            quoted.appendCodePoint(c);
          } else if (c <= 0xffff) {
            quoted.append("\\u%04x".formatted(c));
          } else {
            quoted.append("\\U%08x".formatted(c));
          }
        });
    return quoted.append('"').toString();
  }

  /** A letter first: so no number, date, sign or blank. */
  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && Character.isLetter(text.codePointAt(0))
        && text.codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || " ./_()-".indexOf(c) >= 0)
        && !text.endsWith(" ")
        && !WORDS.contains(text.toLowerCase(Locale.ROOT));
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
