package dev.penstock.house.tidy;

import java.util.ArrayList;
import java.util.List;

/** Finds the comments of a Java file, so that a word in a string is not taken for one. */
final class Comments {
  /**
   * One comment with its marks.
   *
   * @param index of its first character in the file
   */
  record Comment(int index, String text) {
    boolean isJavadoc() {
      return text.startsWith("/**") && text.length() > 4;
    }
  }

  private final String java;
  private final List<Comment> found = new ArrayList<>();

  private Comments(String java) {
    this.java = java;
  }

  /** The comments in order; the file must be one that the compiler accepts. */
  static List<Comment> of(String java) {
    var scan = new Comments(java);
    int at = 0;
    while (at < java.length()) {
      at = scan.step(at);
    }
    return List.copyOf(scan.found);
  }

  private int step(int at) {
    if (java.startsWith("//", at)) {
      return comment(at, endOf("\n", at));
    }
    if (java.startsWith("/*", at)) {
      return comment(at, endOf("*/", at + 2));
    }
    if (java.startsWith("\"\"\"", at)) {
      return afterQuoted("\"\"\"", at);
    }
    char c = java.charAt(at);
    return c == '"' || c == '\'' ? afterQuoted(String.valueOf(c), at) : at + 1;
  }

  private int comment(int from, int to) {
    found.add(new Comment(from, java.substring(from, to).strip()));
    return to;
  }

  private int endOf(String mark, int from) {
    int at = java.indexOf(mark, from);
    return at < 0 ? java.length() : at + mark.length();
  }

  private int afterQuoted(String quote, int from) {
    int at = from + quote.length();
    while (at < java.length() && !java.startsWith(quote, at)) {
      at += java.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(java.length(), at + quote.length());
  }
}
